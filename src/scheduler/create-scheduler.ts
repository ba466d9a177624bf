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
} from "../kernel/index.ts";
import { createAnnouncer } from "./announcer.ts";
import { createJobRegistry } from "./job-registry.ts";
import { inspectJob, listNewestJobs, readStatistics } from "./job-reports.ts";
import { pruneFinished } from "./prune.ts";
import { scheduleJobs } from "./schedule-job.ts";
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

// Measured: a server does best with some hundreds a statement; the embedded database shares this process's one thread, and
// longer statements only make everything else wait.
const BATCH_SIZES = { server: 500, embedded: 100 } as const;

/**
 * Makes a scheduler that stands still until `start()`. Scheduling and looking work without a start.
 *
 * @throws InvalidSchedulerOptionError
 */
export function createScheduler({ database, ids, random, logger, options }: SchedulerParts): Scheduler {
  const resolved = resolveSchedulerOptions(options);
  const events = createEmitter<SchedulerEvents>(logger);
  const registry = createJobRegistry();
  const sender = ids.next();
  const announcer = createAnnouncer(database, sender, logger);
  const batchSize = BATCH_SIZES[database.kind];
  const shared = { database, ids, random, logger, options: resolved };
  const context: SchedulerContext = { ...shared, registry, events, announcer, sender, batchSize };
  // `null`: stopped. A process that claims nothing has no worker.
  let state: { readonly worker: Worker | null } | null = null;

  const committed = (moment: Date): void => state?.worker?.scheduled(moment);

  const service = createService({
    start: async () => {
      state = { worker: resolved.claims ? runOutsideTransaction(() => startWorker(context)) : null };
    },
    stop: async () => {
      const worker = state?.worker;
      state = null;
      await worker?.stop();
      await announcer.flush();
    },
  });

  return {
    start: service.start,
    stop: service.stop,
    on: events.on,
    register: (type, handler) => {
      if (state !== null) {
        throw new SchedulerStartedError();
      }
      registry.register(type, handler);
    },
    schedule: async (type, payload, { at, key, ...scheduleOptions } = {}) => {
      const jobs = [{ payload, ...(at === undefined ? {} : { at }), ...(key === undefined ? {} : { key }) }];
      const [scheduled] = await scheduleJobs(context, { type, jobs, options: scheduleOptions, committed });
      invariant(scheduled !== undefined, "one request, one job");
      return scheduled;
    },
    scheduleMany: (type, jobs, manyOptions = {}) =>
      scheduleJobs(context, { type, jobs, options: manyOptions, committed }),
    findPending: (transaction, { name: jobType }, key) => findPendingJob(transaction, { jobType, key }),
    cancelPending: (transaction, { name: jobType }, cancellation) =>
      cancelPendingJob(context, transaction, { jobType, ...cancellation }),
    nextDue: () => findNextDue(database, registry.names()),
    settle: async () => {
      assertOutsideTransaction("settle()");
      if (state === null) {
        throw new SchedulerNotRunningError();
      }
      await state.worker?.settle();
    },
    inspect: (jobId) => inspectJob(context, jobId),
    list: (which) => listNewestJobs(context, which),
    statistics: () => readStatistics(context),
    prune: (finishedBefore) => pruneFinished(context, finishedBefore),
  };
}
