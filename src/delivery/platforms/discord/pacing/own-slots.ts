import { monotonicMs } from "../../../../kernel/index.ts";
import type { RequestSlots } from "../../../request-slots.ts";

/** The slots of a process that shares them with nobody. */
export function createOwnSlots(): RequestSlots {
  let nextAtMs = 0;
  return {
    book: async ({ count, stepMs, earliestInMs }) => {
      const nowMs = monotonicMs();
      const firstAtMs = Math.max(nextAtMs, nowMs + earliestInMs);
      nextAtMs = firstAtMs + count * stepMs;
      return { firstAtMs, nowMs };
    },
  };
}
