import { monotonicMs } from "../kernel/index.ts";
import type { ActiveRuns } from "./active-runs.ts";
import { createLookout, SHORT_PAUSE_MS } from "./look.ts";
import { rescueVanishedRuns } from "./rescue.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import type { SettleRequests } from "./settle-requests.ts";
import { claimDueJobs, type ClaimedRow } from "./sql/claim-due-jobs.ts";
import { createUnknownTypeReport } from "./unknown-type-report.ts";
import type { WakeSignal } from "./wake-signal.ts";

/** What a worker's steps work with. */
export interface ClaimParts {
  readonly context: SchedulerContext;
  readonly workerName: string;
  readonly runs: ActiveRuns;
  readonly wake: WakeSignal;
  readonly settling: SettleRequests;
  /** Starts a claimed job; it is among `runs` when this returns. `leaseEndsMs` is on the monotonic clock. */
  startRun(job: ClaimedRow, leaseEndsMs: number): void;
}

/** The single step of a worker, taken again and again. */
export interface ClaimStep {
  /** A job is scheduled for this moment: if the sleep is too long for it, it ends. */
  scheduled(moment: Date): void;
  /** Does what there is to do now, and says for how many milliseconds there will be nothing unless it is woken. */
  take(): Promise<number>;
}

/** What a worker remembers from one step to the next. */
interface Memory {
  /** The last claim came back full, so there is no need to look before the next. */
  moreDue: boolean;
  /** On the monotonic clock: a look is due whatever else there is to do, because of other processes' leases. */
  nextLookMs: number;
  /** `null`: not asleep, or asleep without knowing what is next. */
  wakeBefore: Date | null;
}

/** Makes the step of one worker. */
export function createClaimStep(parts: ClaimParts): ClaimStep {
  const { context, runs, wake, settling } = parts;
  const { database, options } = context;
  const memory: Memory = { moreDue: false, nextLookMs: 0, wakeBefore: null };
  const look = createLook(parts, memory);
  const unknownTypes = createUnknownTypeReport(context);
  let orphansRescued = !options.soleOwner;

  return {
    scheduled: (moment) => {
      if (memory.wakeBefore === null || moment < memory.wakeBefore) {
        wake.wake();
      }
    },
    take: async () => {
      wake.clear();
      memory.wakeBefore = null;
      settling.lookBegins();
      if (!orphansRescued) {
        await rescueVanishedRuns(context, runs, "all");
        orphansRescued = true;
      }
      const free = options.concurrency - runs.size;
      const mustLook = monotonicMs() >= memory.nextLookMs;
      if (free <= 0 && !mustLook) {
        return memory.nextLookMs - monotonicMs();
      }
      const now = await database.timeSource.now(database);
      await unknownTypes.tell(now);
      if (mustLook || !memory.moreDue) {
        const pauseMs = await look(now);
        if (pauseMs > 0) {
          return pauseMs;
        }
      }
      return free > 0 ? claim(parts, memory, { limit: free, now }) : memory.nextLookMs - monotonicMs();
    },
  };
}

/** Looks, grants requests to settle when all is quiet, and says for how long nothing is due: 0 when something is. */
function createLook(
  { context, runs, wake, settling }: ClaimParts,
  memory: Memory,
): (now: Date | null) => Promise<number> {
  const lookout = createLookout(context, runs);

  return async (now) => {
    const askedMs = monotonicMs();
    const { due, pauseMs, wakeBefore, running } = await lookout.look(now);
    memory.nextLookMs = askedMs + (due ? context.options.maxSleepMs : pauseMs);
    if (due) {
      return 0;
    }
    memory.wakeBefore = wakeBefore;
    if (running === 0 && runs.size === 0 && !wake.woken) {
      settling.grant();
    }
    // Whoever still waits for quiet waits for another process, which wakes nobody here.
    return settling.waiting && runs.size === 0 ? Math.min(pauseMs, SHORT_PAUSE_MS) : pauseMs;
  };
}

interface ClaimNow {
  readonly limit: number;
  readonly now: Date | null;
}

async function claim(parts: ClaimParts, memory: Memory, { limit, now }: ClaimNow): Promise<number> {
  const { context, workerName: worker, settling, startRun } = parts;
  const { database, options, registry } = context;
  const askedMs = monotonicMs(); // before the question: the lease may have begun any time after it
  const jobTypes = registry.names();
  const jobs = await claimDueJobs(database, { jobTypes, limit, worker, leaseMs: options.leaseMs, now });
  jobs.forEach((job) => startRun(job, askedMs + options.leaseMs));
  memory.moreDue = jobs.length === limit;
  if (jobs.length === 0) {
    return SHORT_PAUSE_MS; // it was seen and could not be had: somebody holds its row
  }
  // Whoever waits for quiet is served by one look after a short run, not by one more beside it.
  return settling.waiting && !memory.moreDue ? SHORT_PAUSE_MS : 0;
}
