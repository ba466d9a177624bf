import type { JSX } from "preact";

import { usePage } from "../state/use-page.ts";
import { BROWSER_ZONE, dateWords, timeWords } from "../words/moments.ts";
import { useNow } from "./use-now.ts";
import { WindButtons } from "./wind-buttons.tsx";
import { WindProgress } from "./wind-progress.tsx";

/** The sandbox's date and time, and what winds it forward. */
export function ClockBar(): JSX.Element | null {
  const now = useNow();
  const isWinding = usePage((state) => (state.clock?.windingFrom ?? null) !== null);
  if (now === null) {
    return null;
  }
  return (
    <section class="clock" aria-label="The sandbox’s clock" data-winding={isWinding}>
      <div class="clock-face">
        <time class="clock-now" dateTime={now}>
          <span class="clock-date">{dateWords(now)}</span> <span class="clock-time">{timeWords(now)}</span>
        </time>
        {isWinding ? <WindProgress /> : <ClockNote />}
      </div>
      <WindButtons />
    </section>
  );
}

function ClockNote(): JSX.Element {
  const note = usePage((state) => state.clock?.note ?? null);
  return (
    <p class="clock-note" role="status" data-tone={note?.tone ?? "quiet"}>
      {note === null ? <Zone /> : note.words}
    </p>
  );
}

function Zone(): JSX.Element {
  return (
    <>
      <span class="clock-note-long">The sandbox’s own time, shown for </span>
      {BROWSER_ZONE}
    </>
  );
}
