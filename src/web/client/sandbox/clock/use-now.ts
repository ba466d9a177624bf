import { useEffect, useState } from "preact/hooks";

import { usePage } from "../state/use-page.ts";

const REDRAW_EVERY_MS = 5_000;

/** The sandbox's time as it is now, between two readings too. */
export function useNow(): string | null {
  const clock = usePage((state) => state.clock);
  const [, redraw] = useState({});
  useEffect(() => {
    const timer = setInterval(() => {
      redraw({});
    }, REDRAW_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  if (clock === null) {
    return null;
  }
  const sinceMs = clock.windingFrom === null ? performance.now() - clock.readAtMs : 0;
  return new Date(Date.parse(clock.now) + sinceMs).toISOString();
}
