import { setTimeout as pauseFor } from "node:timers/promises";

/** How slow the stand-in is told to be. The one place with a timer: whoever tests with it waits for facts. */
export async function pause(durationMs: number, signal?: AbortSignal): Promise<void> {
  await pauseFor(durationMs, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(
    () => undefined,
  );
}

/** Takes so long on timers that a test may wind. */
export function woundPause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
