import { monotonicMs } from "../kernel/index.ts";

/** How fast jobs get started, and so how many may be claimed ahead of a free place. */
export interface Pace {
  /** A job was given to its handler. */
  started(): void;
  /** How many jobs will be started within the next moments, if it goes on like this. */
  allowance(): number;
}

// Guessed: long enough to cover a round trip to the database, short enough that nobody minds a job that waits for so long.
const AHEAD_MS = 50;
const SHORTEST_SAMPLE_MS = 5;
const MEMORY_MS = 20;

/**
 * Claims ahead make short jobs fast: without them each free place waits for a round trip. The pace is a mean that forgets
 * within some `MEMORY_MS`, so long jobs are never claimed ahead: at 10 jobs of a second at a time the allowance is 0.
 */
export function createPace(most: number): Pace {
  let perMs = 0;
  let count = 0;
  let sinceMs = monotonicMs();

  return {
    started: () => {
      count += 1;
    },
    allowance: () => {
      const elapsedMs = monotonicMs() - sinceMs;
      if (elapsedMs >= SHORTEST_SAMPLE_MS) {
        perMs += (count / elapsedMs - perMs) * (1 - Math.exp(-elapsedMs / MEMORY_MS));
        count = 0;
        sinceMs += elapsedMs;
      }
      return Math.min(most, Math.floor(perMs * AHEAD_MS));
    },
  };
}
