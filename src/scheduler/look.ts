import { monotonicMs } from "../kernel/index.ts";
import type { ActiveRuns } from "./active-runs.ts";
import { cronReach, fireDueSlots } from "./cron/fire-due-slots.ts";
import { rescueVanishedRuns } from "./rescue.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { createSleepFloor } from "./sleep-floor.ts";
import { lookAhead } from "./sql/look-ahead.ts";

/** What a look at the database found. */
export interface Findings {
  /** The moment of the look, on the clock that jobs are due by. */
  readonly lookedAt: Date;
  /** How long nothing needs to be done. 0 when something is due, as far as one can tell without claiming it. */
  readonly pauseMs: number;
  /** When the next job is due; may lie in the past. */
  readonly dueInMs: number;
  /** When to look again at the latest. */
  readonly nextLookInMs: number;
  /** Runs in progress, here and elsewhere. */
  readonly running: number;
}

/** What to look for. */
export interface LookRequest {
  readonly jobTypes: readonly string[];
  readonly now: Date | null;
  readonly maxSleepMs: number;
}

/** Looks at the database: what is due, what will be, whose lease has ended. Rescues what there is to rescue, and fires slots. */
export interface Lookout {
  look(request: LookRequest): Promise<Findings>;
  /** Something was claimed: the sleep before it was not in vain. */
  claimed(): void;
}

/** How long to wait where a row is to be had but locked by somebody, or a run of another process is awaited. */
export const SHORT_PAUSE_MS = 25;

/** Makes the lookout of one worker. */
export function createLookout(context: SchedulerContext, runs: ActiveRuns): Lookout {
  const floor = createSleepFloor(monotonicMs);

  return {
    claimed: floor.reset,
    look: async ({ jobTypes, now, maxSleepMs }) => {
      const request = { jobTypes, ownLeases: runs.leaseTokens(), now, cron: cronReach(context) };
      const view = await lookAhead(context.database, request);
      const lookedAt = view?.looked_at ?? new Date(0);
      const expiryInMs = view?.next_expiry_in_ms ?? Infinity;
      const dueInMs = (view?.next_due?.getTime() ?? Infinity) - lookedAt.getTime();
      const slotInMs = (view?.next_slot?.getTime() ?? Infinity) - lookedAt.getTime();
      if (slotInMs <= 0) {
        await fireDueSlots(context, now);
      }
      const rescued = expiryInMs <= 0 ? await rescueVanishedRuns(context, runs, "expired") : 0;

      const nextLookInMs = Math.min(maxSleepMs, Math.max(expiryInMs, SHORT_PAUSE_MS));
      // A slot that has come counts as due even where it made no job: the next look sees what the next slot is.
      const due = dueInMs <= 0 || slotInMs <= 0 || rescued > 0;
      const nextInMs = Math.min(dueInMs, slotInMs);
      const pauseMs = due ? 0 : Math.ceil(Math.min(nextLookInMs, floor.raise(nextInMs, nextLookInMs)));
      const findings = { lookedAt, pauseMs, dueInMs, running: view?.running ?? 0 };
      return { ...findings, nextLookInMs: Math.min(nextLookInMs, Math.max(slotInMs, 0)) };
    },
  };
}
