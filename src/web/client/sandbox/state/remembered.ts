import { CHANNELS, type Channel } from "../../../contract.ts";
import { type FirstSteps, NO_STEPS } from "./page-state.ts";

const STEPS_KEY = "rekindle.first-steps";

/** Storage may be switched off in a browser; then the page simply remembers nothing. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Remembering is a convenience.
  }
}

const STEP_NAMES = ["said", "answered", "wound", "dismissed"] as const satisfies readonly (keyof FirstSteps)[];

/** What this browser has seen done. */
export function recallSteps(): FirstSteps {
  const done = new Set(read(STEPS_KEY)?.split(",") ?? []);
  return STEP_NAMES.reduce((steps, name) => ({ ...steps, [name]: done.has(name) }), NO_STEPS);
}

/** Keeps them for the next visit. */
export function rememberSteps(steps: FirstSteps): void {
  write(STEPS_KEY, STEP_NAMES.filter((name) => steps[name]).join(","));
}

/** Who and where we are stands in the address, `#nora/dm`: a second window can be a second person, and a reload changes nothing. */
export function recallPlace(): { readonly user: string | null; readonly channel: Channel } {
  const [user = "", channel = ""] = location.hash.slice(1).split("/").map(decode);
  return { user: user === "" ? null : user, channel: CHANNELS.find((known) => known === channel) ?? "dm" };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** Puts them into the address. */
export function rememberPlace(user: string, channel: Channel): void {
  history.replaceState(null, "", `#${encodeURIComponent(user)}/${channel}`);
}
