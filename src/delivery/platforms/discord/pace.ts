import { monotonicMs, SECOND_MS, sleep } from "../../../kernel/index.ts";

/** Gives turns, in the order in which they are asked for. */
export interface Pace {
  /** Resolves when it is this one's turn, or at once when the signal fires: the caller looks at its signal. */
  turn(signal?: AbortSignal): Promise<void>;
}

/**
 * Discord takes 50 requests a second from a bot. Less are sent: the client library asks for a few things by itself, and what leaves
 * within a second may arrive within less.
 */
const STEP_MS = SECOND_MS / 42;
/** So many may go at once after a pause. */
const AT_ONCE = 5;

/**
 * An even pace. The client library counts by fixed seconds instead, across whose borders twice as many may leave, and counts answers to
 * interactions too, which are free.
 */
export function createPace(): Pace {
  let nextMs = 0; // when the next would go if none may run ahead
  return {
    turn: async (signal) => {
      const nowMs = monotonicMs();
      const turnMs = Math.max(nowMs, nextMs - (AT_ONCE - 1) * STEP_MS);
      nextMs = Math.max(nextMs, turnMs) + STEP_MS;
      if (turnMs > nowMs) {
        await sleep(turnMs - nowMs, signal);
      }
    },
  };
}
