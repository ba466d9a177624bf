import { setTimeout as wait } from "node:timers/promises";

import { assertOutsideTransaction } from "./critical-section.ts";

/** Resolves after `ms` milliseconds of real time, or at once when the signal fires. Never rejects. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  assertOutsideTransaction("a timer");
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch {
    // aborted: the caller looks at its signal
  }
}
