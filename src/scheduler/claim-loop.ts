import { setImmediate as nextTurn } from "node:timers/promises";

import { monotonicMs, sleep, toError } from "../kernel/index.ts";
import type { ActiveRuns } from "./active-runs.ts";
import { createLookout, SHORT_PAUSE_MS } from "./look.ts";
import { rescueVanishedRuns } from "./rescue.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import type { SettleRequests } from "./settle-requests.ts";
import { type ClaimedRow, claimDueJobs } from "./sql/claim-due-jobs.ts";
import { createUnknownTypeReport } from "./unknown-type-report.ts";
import type { WakeSignal } from "./wake-signal.ts";

export interface ClaimLoopParts {
  readonly context: SchedulerContext;
  readonly workerName: string;
  readonly runs: ActiveRuns;
  readonly wake: WakeSignal;
  readonly settling: SettleRequests;
  /** Starts a claimed job; it is among `runs` when this returns. `leaseEndsMs` is on the monotonic clock. */
  startRun(job: ClaimedRow, leaseEndsMs: number): void;
}

export interface ClaimLoop {
  /** A job is scheduled for this moment: the sleep may be too long now. */
  scheduled(moment: Date): void;
  /** Claims until the signal fires. Survives every error of the database. Never rejects. */
  run(stopping: AbortSignal): Promise<void>;
}

const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 5_000;

export function createClaimLoop(parts: ClaimLoopParts): ClaimLoop {
  const { context, wake } = parts;
  const steps = createSteps(parts);

  async function recover(error: Error, failures: number): Promise<number> {
    if (failures === 1) {
      context.logger.error({ error: error.message }, "the scheduler cannot use its database; trying again");
    }
    const waitMs = Math.min(FIRST_BACK_OFF_MS * 2 ** (failures - 1), LONGEST_BACK_OFF_MS);
    return waitMs * (0.5 + context.random.next() / 2);
  }

  return {
    scheduled: steps.scheduled,
    run: async (stopping) => {
      let failures = 0;
      while (!stopping.aborted) {
        try {
          const pauseMs = await steps.take();
          if (failures > 0) {
            context.logger.info({ failures }, "the scheduler can use its database again");
          }
          failures = 0;
          await wake.wait(pauseMs);
        } catch (thrown) {
          failures += 1;
          await sleep(await recover(toError(thrown), failures), stopping);
        }
        await nextTurn(); // the embedded database may answer without ever letting timers and sockets have their turn
      }
    },
  };
}

interface Steps {
  scheduled(moment: Date): void;
  /** Does what there is to do, and says for how long there will be nothing. */
  take(): Promise<number>;
}

function createSteps({ context, workerName, runs, wake, settling, startRun }: ClaimLoopParts): Steps {
  const { database, options, registry } = context;
  const lookout = createLookout(context, runs);
  const unknownTypes = createUnknownTypeReport(context);
  let firstStep = true;
  let moreDue = false; // the last claim came back full
  let nextLookMs = 0; // on the monotonic clock: a look is due whatever else there is to do, because of leases
  let wakeBefore: Date | null = null; // null: not asleep, or asleep without knowing what is next

  async function begin(): Promise<void> {
    if (options.soleOwner) {
      await rescueVanishedRuns(context, runs, "all");
    }
    firstStep = false;
  }

  async function look(now: Date | null): Promise<number> {
    const askedMs = monotonicMs();
    const { due, pauseMs, wakeBefore: moment, running } = await lookout.look(now);
    nextLookMs = askedMs + (due ? options.maxSleepMs : pauseMs);
    if (due) {
      return 0;
    }
    wakeBefore = moment;
    if (running === 0 && runs.size === 0 && !wake.woken) {
      settling.grant();
    }
    return settling.waiting && runs.size === 0 ? Math.min(pauseMs, SHORT_PAUSE_MS) : pauseMs;
  }

  async function claim(limit: number, now: Date | null): Promise<number> {
    const askedMs = monotonicMs(); // before the question: the lease may have begun any time after it
    const { leaseMs } = options;
    const jobs = await claimDueJobs(database, { jobTypes: registry.names(), limit, worker: workerName, leaseMs, now });
    jobs.forEach((job) => startRun(job, askedMs + leaseMs));
    moreDue = jobs.length === limit;
    if (jobs.length === 0) {
      return SHORT_PAUSE_MS; // it was seen and could not be had: somebody holds its row
    }
    // Whoever waits for quiet is served by one look after the last run, not by one beside it.
    return settling.waiting && !moreDue ? nextLookMs - monotonicMs() : 0;
  }

  return {
    scheduled: (moment) => {
      if (wakeBefore === null || moment < wakeBefore) {
        wake.wake();
      }
    },
    take: async () => {
      wake.clear();
      wakeBefore = null;
      settling.lookBegins();
      if (firstStep) {
        await begin();
      }
      const free = options.concurrency - runs.size;
      const mustLook = monotonicMs() >= nextLookMs;
      if (free <= 0 && !mustLook) {
        return nextLookMs - monotonicMs();
      }
      const now = await database.timeSource.now(database);
      await unknownTypes.tell(now);
      if (mustLook || !moreDue) {
        const pauseMs = await look(now);
        if (pauseMs > 0) {
          return pauseMs;
        }
      }
      return free > 0 ? claim(free, now) : nextLookMs - monotonicMs();
    },
  };
}
