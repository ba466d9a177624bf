import type { JSX } from "preact";

import { isBy } from "../state/message-list.ts";
import { useActions, usePage } from "../state/use-page.ts";

/** A talk of which there is something to ask about later. */
const LINES = [
  "hi there! long week so far",
  "I spent most of it in the library",
  "coffee keeps me going",
  "My biology exam is tomorrow and I'm quite stressed about it",
  "I want to get back to climbing afterwards",
] as const;

const SHOWN = 2;

/** Lines to press for somebody who does not know what to type; gone once the question is answered. */
export function Suggestions(): JSX.Element | null {
  const user = usePage((state) => state.user);
  const channel = usePage((state) => state.channel);
  const messages = usePage((state) => state.messages.dm);
  const isAnswered = usePage((state) => state.panel !== null && state.panel.permission.state !== "not_asked");
  const { say } = useActions();
  const said = new Set(messages?.filter((message) => isBy(message, user)).map(({ text }) => text));
  const left = LINES.filter((line) => !said.has(line));
  if (messages === undefined || isAnswered || channel !== "dm" || left.length === 0) {
    return null;
  }
  return (
    <div class="suggestions" role="group" aria-label="Something to say">
      <span class="fine">No idea? Say</span>
      {left.slice(0, SHOWN).map((line) => (
        <button key={line} type="button" class="chip" onClick={() => void say(line)}>
          {line}
        </button>
      ))}
    </div>
  );
}
