import type { Database } from "../database/index.ts";
import {
  assertOutsideTransaction,
  createEmitter,
  createService,
  type IdSource,
  invariant,
  type Logger,
  type Random,
  runOutsideTransaction,
  unreachable,
} from "../kernel/index.ts";
import { type Announcer, createAnnouncer } from "./announcer.ts";
import { createUnreadableSchedules } from "./cron/cron-memory.ts";
import { createCronSchedules } from "./cron/cron-schedules.ts";
import { cronReach } from "./cron/fire-due-slots.ts";
import { JobGatherer } from "./job-gatherer.ts";
import { createJobRegistry } from "./job-registry.ts";
import { createJobOperations } from "./job-operations.ts";
import type { OperatorChange } from "./job-operations-types.ts";
import { scheduleJobs, storeGathered } from "./schedule-job.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { SchedulerNotRunningError, SchedulerStartedError } from "./scheduler-errors.ts";
import { resolveSchedulerOptions, type SchedulerOptions } from "./scheduler-options.ts";
import type { Scheduler, SchedulerEvents } from "./scheduler-types.ts";
import { findNextDue } from "./sql/find-next-due.ts";
import { cancelPendingJob, findPendingJob } from "./waiting-jobs.ts";
import { startWorker, type Worker } from "./worker.ts";

/** What a scheduler is made of. */
export interface SchedulerParts {
  /** Migrated with the scheduler's sequence before `start()`. Not closed by the scheduler. */
  readonly database: Database;
  /** Ids of jobs and of workers. */
  readonly ids: IdSource;
  /** Spreads retries. */
  readonly random: Random;
  readonly logger: Logger;
  readonly options?: SchedulerOptions;
}

// Measured: longer statements are no faster there, and only make everything else wait.
const EMBEDDED_OPTIONS: SchedulerOptions = { batchSize: 100 };

/**
 * Makes a scheduler that stands still until `start()`. Scheduling and looking work without a start.
 *
 * @throws InvalidSchedulerOptionError
 */
export function createScheduler(parts: SchedulerParts): Scheduler {
  return assembleScheduler(parts).scheduler;
}

/** A scheduler, and what its parts share: for the test bed, which works its jobs one by one. */
export function assembleScheduler(parts: SchedulerParts): {
  readonly scheduler: Scheduler;
  readonly context: SchedulerContext;
} {
  const context = createContext(parts, (change) => followChange(change, context.announcer, state?.worker));
  const { database, events, registry } = context;
  // `null`: stopped. A process that claims nothing has no worker.
  let state: { readonly worker: Worker | null } | null = null;

  const committed = (moment: Date): void => state?.worker?.scheduled(moment);
  const gatherer = new JobGatherer(
    storeGathered(context, { committed, runAtOnce: (job) => state?.worker?.runAtOnce(job) ?? null }),
  );

  const service = createService({
    start: async () => {
      state = { worker: context.options.claims ? runOutsideTransaction(() => startWorker(context)) : null };
    },
    stop: async () => {
      const worker = state?.worker;
      state = null;
      await worker?.stop();
    },
  });

  const scheduler: Scheduler = {
    ...createJobOperations(context),
    cron: createCronSchedules(context),
    start: service.start,
    stop: async () => {
      await service.stop();
      await context.announcer.flush(); // also of a scheduler that was never started
    },
    on: events.on,
    register: (type, handler) => {
      if (state !== null) {
        throw new SchedulerStartedError();
      }
      registry.register(type, handler);
    },
    schedule: async (type, payload, { at, key, ...scheduleOptions } = {}) => {
      const jobs = [{ payload, ...(at === undefined ? {} : { at }), ...(key === undefined ? {} : { key }) }];
      const [scheduled] = await scheduleJobs(context, { type, jobs, options: scheduleOptions, committed, gatherer });
      invariant(scheduled !== undefined, "one request, one job");
      return scheduled;
    },
    scheduleMany: (type, jobs, manyOptions = {}) =>
      scheduleJobs(context, { type, jobs, options: manyOptions, committed, gatherer }),
    findPending: (transaction, { name: jobType }, key) => findPendingJob(transaction, { jobType, key }),
    cancelPending: (transaction, { name: jobType }, cancellation) =>
      cancelPendingJob(context, transaction, { jobType, ...cancellation }),
    runHere: async ({ name: jobType }, job) => (await state?.worker?.runNamed(jobType, job)) ?? false,
    nextDue: () => findNextDue(database, cronReach(context)),
    settle: async () => {
      assertOutsideTransaction("settle()");
      if (state === null) {
        throw new SchedulerNotRunningError();
      }
      await state.worker?.settle();
    },
  };
  return { scheduler, context };
}

function createContext(
  { database, ids, random, logger, options }: SchedulerParts,
  changed: (change: OperatorChange) => void,
): SchedulerContext {
  const sender = ids.next();
  return {
    database,
    ids,
    random,
    logger,
    options: resolveSchedulerOptions(database.kind === "embedded" ? { ...EMBEDDED_OPTIONS, ...options } : options),
    registry: createJobRegistry(),
    events: createEmitter<SchedulerEvents>(logger),
    unreadableSchedules: createUnreadableSchedules(),
    announcer: createAnnouncer(database, sender, logger),
    sender,
    changed,
  };
}

/** Lets this process and the others see at once what an operator changed. */
function followChange(change: OperatorChange, announcer: Announcer, worker: Worker | null | undefined): void {
  switch (change.type) {
    case "due":
      worker?.scheduled(change.moment);
      announcer.announce({ type: "due", jobType: change.jobType });
      return;
    case "resumed":
      worker?.hint();
      announcer.announce({ type: "due", jobType: change.jobType });
      return;
    case "cancel":
      worker?.cancelled();
      announcer.announce({ type: "cancel" });
      return;
    case "paused":
      return; // the next claim asks
    default:
      unreachable(change);
  }
}
