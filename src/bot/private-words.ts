import type { Button, Reply } from "../delivery/index.ts";
import { cleanName } from "../follow-ups/index.ts";

/** The most characters that a button's id may have. */
export const MAX_BUTTON_ID = 64;

/**
 * What is said among others where the answer itself is for one person alone. The same for a command and for signs of danger, so
 * that nobody can tell the one from the other.
 */
export function privateAnswer(name: string, buttonId: string): Reply {
  const button: Button = { id: buttonId, label: "Show me" };
  const clean = cleanName(name);
  const text = clean === null ? "My answer is for you alone." : `${clean}, my answer is for you alone.`;
  return { text, buttons: [button], onlyForActor: false };
}
