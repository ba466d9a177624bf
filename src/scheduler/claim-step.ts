import { addMs, monotonicMs } from "../kernel/index.ts";
import type { ActiveRuns } from "./active-runs.ts";
import type { Dispatcher, Room } from "./dispatcher.ts";
import { createLookout, type Lookout, SHORT_PAUSE_MS } from "./look.ts";
import { rescueVanishedRuns } from "./rescue.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import type { SettleRequests } from "./settle-requests.ts";
import { claimDueJobs } from "./sql/claim-due-jobs.ts";
import { createUnknownTypeReport } from "./unknown-type-report.ts";
import type { WakeSignal } from "./wake-signal.ts";

/** What a worker's steps work with. */
export interface ClaimParts {
  readonly context: SchedulerContext;
  readonly workerName: string;
  readonly runs: ActiveRuns;
  readonly dispatcher: Dispatcher;
  readonly wake: WakeSignal;
  readonly settling: SettleRequests;
  /** The longest sleep at this time. */
  readonly maxSleepMs: () => number;
}

/** The single step of a worker, taken again and again. */
export interface ClaimStep {
  /** A job is scheduled for this moment: if the sleep is too long for it, it ends. */
  scheduled(moment: Date): void;
  /** Something may be due now: the next step claims without a look. */
  hint(): void;
  /** The next step looks, whatever else there is to do: notifications may have been missed. */
  lookSoon(): void;
  /** The last step would have taken more if there had been more free places. */
  readonly hungry: boolean;
  /** No step is under way, and nothing is due as far as this process knows: whatever is new overtakes nobody. */
  readonly atRest: boolean;
  /** Does what there is to do now, and says for how many milliseconds there will be nothing unless it is woken. */
  take(): Promise<number>;
}

/** What a worker remembers from one step to the next. All moments but one are on the monotonic clock. */
interface Memory {
  /** Something may be due, so there is no need to look before a claim. */
  mayBeDue: boolean;
  /** When the next job that the last look saw is due. */
  nextDueMs: number;
  /** When a look is due whatever else there is to do, because of other processes' leases. */
  nextLookMs: number;
  /** By how much the clock that jobs are due by was ahead of the monotonic one at the last look. */
  clockAheadMs: number;
  /** `null`: not asleep, or asleep without knowing what is next. */
  wakeBefore: Date | null;
  hungry: boolean;
  /** A step is under way, or none was brought to its end yet: it may claim for the places that it found free. */
  stepping: boolean;
}

/** Makes the step of one worker. */
export function createClaimStep(parts: ClaimParts): ClaimStep {
  const { wake } = parts;
  const memory: Memory = {
    mayBeDue: false,
    nextDueMs: Infinity,
    nextLookMs: 0,
    clockAheadMs: -Infinity,
    wakeBefore: null,
    hungry: false,
    stepping: true,
  };
  const step = createStep(parts, memory);

  return {
    get hungry() {
      return memory.hungry;
    },
    get atRest() {
      return !memory.stepping && !memory.mayBeDue && monotonicMs() < memory.nextDueMs;
    },
    scheduled: (moment) => {
      if (memory.wakeBefore === null || moment < memory.wakeBefore) {
        memory.mayBeDue ||= moment.getTime() <= monotonicMs() + memory.clockAheadMs;
        wake.wake();
      }
    },
    hint: () => {
      memory.mayBeDue = true;
      wake.wake();
    },
    lookSoon: () => {
      memory.nextLookMs = 0;
      wake.wake();
    },
    take: async () => {
      memory.stepping = true; // and it stays so where it fails: nothing is known then
      const pauseMs = await step();
      memory.stepping = false;
      return pauseMs;
    },
  };
}

function createStep(parts: ClaimParts, memory: Memory): () => Promise<number> {
  const { context, runs, wake, settling, dispatcher } = parts;
  const { database, options } = context;
  const lookout = createLookout(context, runs);
  const look = createLook(parts, memory, lookout);
  let orphansRescued = !options.soleOwner;

  return async () => {
    wake.clear();
    memory.wakeBefore = null;
    settling.lookBegins();
    if (!orphansRescued) {
      await rescueVanishedRuns(context, runs, "all");
      orphansRescued = true;
    }
    const room = dispatcher.room();
    const atMs = monotonicMs();
    const mustLook = atMs >= memory.nextLookMs;
    memory.hungry = !room.complete;
    if (room.total === 0 && !mustLook && !settling.waiting) {
      return memory.nextLookMs - atMs;
    }
    const now = await database.timeSource.now(database);
    const mayClaim = room.total > 0 && (memory.mayBeDue || atMs >= memory.nextDueMs);
    if (mayClaim && !mustLook && (await claim(parts, memory, { room, now })) > 0) {
      return afterClaim(parts, memory, lookout);
    }
    const pauseMs = await look(room, now);
    if (pauseMs > 0) {
      return pauseMs;
    }
    // What is seen and cannot be had: somebody holds its row.
    return (await claim(parts, memory, { room, now })) > 0 ? afterClaim(parts, memory, lookout) : SHORT_PAUSE_MS;
  };
}

// Whoever waits for quiet is served by one look after a short run, not by one more beside it.
function afterClaim({ settling }: ClaimParts, memory: Memory, lookout: Lookout): number {
  lookout.claimed();
  return settling.waiting && !memory.mayBeDue ? SHORT_PAUSE_MS : 0;
}

/** Looks, grants requests to settle when all is quiet, and says for how long nothing is due: 0 when something is. */
function createLook(
  { context, runs, wake, settling, maxSleepMs }: ClaimParts,
  memory: Memory,
  lookout: Lookout,
): (room: Room, now: Date | null) => Promise<number> {
  const unknownTypes = createUnknownTypeReport(context);

  return async (room, now) => {
    await unknownTypes.tell(now);
    const askedMs = monotonicMs();
    const jobTypes = room.types.map((type) => type.jobType);
    const findings = await lookout.look({ jobTypes, now, maxSleepMs: maxSleepMs() });
    const { pauseMs, running } = findings;
    memory.nextLookMs = askedMs + findings.nextLookInMs;
    memory.nextDueMs = askedMs + findings.dueInMs;
    memory.clockAheadMs = findings.lookedAt.getTime() - askedMs;
    if (pauseMs === 0) {
      return 0;
    }
    memory.wakeBefore = addMs(findings.lookedAt, pauseMs);
    if (running === 0 && runs.size === 0 && !wake.woken) {
      settling.grant();
    }
    // Whoever still waits for quiet waits for another process, which wakes nobody here.
    return settling.waiting && runs.size === 0 ? Math.min(pauseMs, SHORT_PAUSE_MS) : pauseMs;
  };
}

interface ClaimNow {
  readonly room: Room;
  readonly now: Date | null;
}

async function claim(
  { context, workerName: worker, dispatcher }: ClaimParts,
  memory: Memory,
  { room, now }: ClaimNow,
): Promise<number> {
  const { database, options } = context;
  const { types, total: limit } = room;
  memory.mayBeDue = false; // before the question: a hint that comes meanwhile is not lost
  memory.nextDueMs = Infinity;
  const askedMs = monotonicMs(); // likewise: the lease may have begun any time after it
  const jobs = await claimDueJobs(database, { types, limit, worker, leaseMs: options.leaseMs, now });
  dispatcher.accept(jobs, askedMs + options.leaseMs);
  memory.mayBeDue ||= jobs.length === limit;
  return jobs.length;
}
