/** The shortest sleep towards a moment. */
export interface SleepFloor {
  /** How long to sleep towards a moment in `dueInMs`; it is only slept that long where it is not more than `capMs`. */
  raise(dueInMs: number, capMs: number): number;
  /** The sleep was not in vain: there was something to do. */
  reset(): void;
}

const LONGEST_FLOOR_MS = 1_000;

/**
 * A timer may fire a little early, and a clock that stands still never reaches the moment: each sleep that ended in vain doubles
 * the next, so that neither becomes a busy loop.
 */
export function createSleepFloor(monotonicMs: () => number): SleepFloor {
  let floorMs = 1;
  let sleptUntilMs = Infinity; // on the monotonic clock; a wake-up before it does not count as vain

  return {
    raise: (dueInMs, capMs) => {
      const vain = dueInMs <= LONGEST_FLOOR_MS && monotonicMs() >= sleptUntilMs;
      floorMs = vain ? Math.min(floorMs * 2, LONGEST_FLOOR_MS) : 1;
      const sleepMs = Math.max(dueInMs, floorMs);
      sleptUntilMs = dueInMs <= capMs ? monotonicMs() + sleepMs - 1 : Infinity;
      return sleepMs;
    },
    reset: () => {
      sleptUntilMs = Infinity;
    },
  };
}
