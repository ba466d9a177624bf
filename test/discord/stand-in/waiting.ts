import { monotonicMs } from "../../../src/kernel/index.ts";
import { pause } from "./pace.ts";

// Facts outside of the stand-in, such as a row in a database, announce nothing: they are looked at this often.
const LOOK_AGAIN_AFTER_MS = 25;
// Many changes at once are one look.
const GATHER_MS = 1;

/** What holds when a predicate has held. */
export type Held<T> = Exclude<T, false | 0 | "" | null | undefined>;

/** Something that a test waited for did not come to be. */
export class WaitedInVainError extends Error {
  constructor(what: string, waitedMs: number) {
    super(`waited ${waitedMs} ms in vain for ${what}`);
    this.name = "WaitedInVainError";
  }
}

/** Who waits for facts, and who says that something has changed. */
export interface Waiting {
  /** Something has changed: whoever waits looks again. */
  changed(): void;
  waitFor<T>(predicate: () => T | Promise<T>, what: string): Promise<Held<T>>;
}

/** Waits at most `patienceMs` for each fact. */
export function createWaiting(patienceMs: number): Waiting {
  let wake = new AbortController();
  let isWaking = false;

  async function wakeSoon(): Promise<void> {
    isWaking = true;
    await pause(GATHER_MS);
    isWaking = false;
    wake.abort();
    wake = new AbortController();
  }

  return {
    changed: () => {
      if (!isWaking) {
        void wakeSoon();
      }
    },
    waitFor: async <T>(predicate: () => T | Promise<T>, what: string) => {
      const startedAtMs = monotonicMs();
      for (;;) {
        const { signal } = wake;
        const found = await predicate();
        if (found) {
          return found as Held<T>;
        }
        if (monotonicMs() - startedAtMs > patienceMs) {
          throw new WaitedInVainError(what, patienceMs);
        }
        await pause(LOOK_AGAIN_AFTER_MS, signal);
      }
    },
  };
}
