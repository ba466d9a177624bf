import type { JSX } from "preact";

import { LONGEST_TEXT } from "./text-limit.ts";

const COUNT_SHOWN_FROM = LONGEST_TEXT - 500;

/** What the keys do; and how much of the room for a text is used, where it is nearly all of it. */
export function ComposerHint({ length }: { readonly length: number }): JSX.Element {
  return (
    <p class="composer-hint">
      <span>
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line, <kbd>!</kbd> lists the commands
      </span>
      {length > COUNT_SHOWN_FROM ? (
        <span class="composer-count" data-over={length > LONGEST_TEXT}>
          {length.toLocaleString("en-GB")} of {LONGEST_TEXT.toLocaleString("en-GB")}
        </span>
      ) : null}
    </p>
  );
}
