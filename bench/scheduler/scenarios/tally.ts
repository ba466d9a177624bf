import { setTimeout as wait } from "node:timers/promises";

import type { Payload, Work } from "../contender.ts";
import { nowMs } from "../figures.ts";

/** Who ran, how often, and when. */
export interface Tally {
  /** A handler that notes the job and ends at once. Numbers below 0 are not noted. */
  readonly work: Work;
  /** Jobs that ran at least once. */
  readonly jobs: number;
  /** Runs of jobs that had run before. */
  readonly repeated: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** For each job that ran: how long after its moment. */
  readonly delaysMs: readonly number[];
  /** Whether all have run before the time is up. */
  allWithin(limitMs: number): Promise<boolean>;
}

export function createTally(expected: number): Tally {
  const seen = new Uint8Array(expected);
  const delaysMs: number[] = [];
  const times = { firstMs: 0, lastMs: 0 };
  let repeated = 0;
  const { promise: all, resolve: allSeen } = Promise.withResolvers<true>();

  return {
    work: ({ number, momentMs }: Payload) => {
      const atMs = nowMs();
      if (number < 0) {
        return;
      }
      if (seen[number] !== 0) {
        repeated += 1;
        return;
      }
      seen[number] = 1;
      times.firstMs = delaysMs.length === 0 ? atMs : times.firstMs;
      times.lastMs = atMs;
      delaysMs.push(atMs - momentMs);
      if (delaysMs.length === expected) {
        allSeen(true);
      }
    },
    get jobs() {
      return delaysMs.length;
    },
    get repeated() {
      return repeated;
    },
    get firstMs() {
      return times.firstMs;
    },
    get lastMs() {
      return times.lastMs;
    },
    delaysMs,
    allWithin: (limitMs) => within(all, limitMs),
  };
}

/** Whether it happens before the time is up. */
export async function within(event: Promise<unknown>, limitMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = wait(limitMs, false, { signal: timer.signal }).catch(() => false);
  const inTime = await Promise.race([event.then(() => true), late]);
  timer.abort();
  return inTime;
}
