import { setTimeout as wait } from "node:timers/promises";

import { assertOutsideTransaction } from "./critical-section.ts";

// What a timer of Node can hold. A longer one would fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Resolves after `ms` milliseconds of real time, or at once when the signal fires: the caller looks at its signal. Rejects only
 * with `INSIDE_TRANSACTION`.
 */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  assertOutsideTransaction("a timer");
  let restMs = ms;
  do {
    await waitOrAbort(Math.min(restMs, LONGEST_TIMER_MS), signal);
    restMs -= LONGEST_TIMER_MS;
  } while (restMs > 0 && signal?.aborted !== true);
}

async function waitOrAbort(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    // aborted
  }
}
