import type { JSX } from "preact";

import type { ClockView } from "../state/page-state.ts";
import { usePage } from "../state/use-page.ts";
import { momentWords } from "../words/moments.ts";
import { deliveredWords } from "../words/wind-words.ts";

/** How far the winding has come; nothing while the clock runs by itself. */
export function WindProgress(): JSX.Element | null {
  const clock = usePage((state) => state.clock);
  const from = clock?.windingFrom ?? null;
  if (clock === null || from === null) {
    return null;
  }
  const share = windShare(clock);
  const words =
    clock.untilDelivery || clock.target === null
      ? "Winding until something happens"
      : `Winding to ${momentWords(clock.target)}`;
  return (
    <>
      <p class="clock-note" data-tone="winding">
        {words}, {deliveredWords(clock.delivered)}
      </p>
      <div
        class="wind-track"
        role="progressbar"
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        aria-valuetext={`${momentWords(clock.now)}, ${deliveredWords(clock.delivered)}`}
      >
        <div
          class="wind-bar"
          data-open={share === null}
          style={{ transform: share === null ? undefined : `scaleX(${String(share)})` }}
        />
      </div>
    </>
  );
}

/** Between 0 and 1; `null` where the end is not known beforehand. */
function windShare({ now, target, windingFrom, untilDelivery }: ClockView): number | null {
  if (target === null || windingFrom === null || untilDelivery) {
    return null;
  }
  const whole = Date.parse(target) - Date.parse(windingFrom);
  return whole <= 0 ? 1 : Math.min(1, Math.max(0.02, (Date.parse(now) - Date.parse(windingFrom)) / whole));
}
