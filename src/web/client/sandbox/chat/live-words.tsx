import type { JSX } from "preact";

import { usePage } from "../state/use-page.ts";
import { plainText } from "../words/markup.tsx";

/** Reads out what arrives. The list itself is silent, or a change of channel would read out all of it. */
export function LiveWords(): JSX.Element {
  const newestId = usePage((state) => state.freshIds.at(-1));
  const messages = usePage((state) => state.messages[state.channel]);
  const newest = messages?.find(({ id }) => id === newestId);
  return (
    <p class="only-read-out" aria-live="polite">
      {newest === undefined ? "" : `${newest.author.name}: ${plainText(newest.text)}`}
    </p>
  );
}
