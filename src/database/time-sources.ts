import { addMs } from "../kernel/index.ts";
import type { TimeSource } from "./database-types.ts";

/** The default: the database's own clock rules. */
export const databaseClock: TimeSource = { now: () => Promise.resolve(null) };

/** A clock that stands still until it is told otherwise. */
export interface ManualTime extends TimeSource {
  set(moment: Date): void;
  advance(ms: number): void;
}

/** A clock for tests: it stands at `start` until it is set or advanced. */
export function manualTime(start: Date): ManualTime {
  let moment = new Date(start);
  return {
    now: () => Promise.resolve(new Date(moment)),
    set: (next) => {
      moment = new Date(next);
    },
    advance: (ms) => {
      moment = addMs(moment, ms);
    },
  };
}
