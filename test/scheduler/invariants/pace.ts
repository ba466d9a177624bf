import { sleep } from "../../../src/kernel/index.ts";

/**
 * Lets real time pass: what happens at random needs a rhythm, and work that is under way has to take a while. Whoever judges
 * what came of it waits for facts.
 */
export function letPass(ms: number, signal?: AbortSignal): Promise<void> {
  return sleep(Math.max(ms, 0), signal);
}

/** Milliseconds on the clock that all processes of this machine share, and that nobody sets. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
