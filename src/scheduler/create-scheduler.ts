import type { Database } from "../database/index.ts";
import {
  assertOutsideTransaction,
  createEmitter,
  createService,
  type IdSource,
  type Logger,
  type Random,
  runOutsideTransaction,
} from "../kernel/index.ts";
import { createJobRegistry } from "./job-registry.ts";
import { createJobOperations } from "./job-operations.ts";
import type { OperatorChange } from "./job-operations-types.ts";
import { scheduleJob } from "./schedule-job.ts";
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

/**
 * Makes a scheduler that stands still until `start()`. Scheduling and looking work without a start.
 *
 * @throws InvalidSchedulerOptionError
 */
export function createScheduler({ database, ids, random, logger, options }: SchedulerParts): Scheduler {
  const resolved = resolveSchedulerOptions(options);
  const events = createEmitter<SchedulerEvents>(logger);
  const registry = createJobRegistry();
  const parts = { database, ids, random, logger, registry, events };
  const context: SchedulerContext = {
    ...parts,
    options: resolved,
    changed: (change) => wakeFor(change, state?.worker),
  };
  // `null`: stopped. A process that claims nothing has no worker.
  let state: { readonly worker: Worker | null } | null = null;

  const service = createService({
    start: async () => {
      state = { worker: resolved.claims ? runOutsideTransaction(() => startWorker(context)) : null };
    },
    stop: async () => {
      const worker = state?.worker;
      state = null;
      await worker?.stop();
    },
  });

  return {
    ...createJobOperations(context),
    start: service.start,
    stop: service.stop,
    on: events.on,
    register: (type, handler) => {
      if (state !== null) {
        throw new SchedulerStartedError();
      }
      registry.register(type, handler);
    },
    schedule: (type, payload, scheduleOptions = {}) => {
      const committed = (moment: Date): void => state?.worker?.scheduled(moment);
      return scheduleJob(context, { type, payload, options: scheduleOptions, committed });
    },
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
  };
}

/** Ends the sleep of this process where an operator made it too long. A run elsewhere is ended by its own process. */
function wakeFor(change: OperatorChange, worker: Worker | null | undefined): void {
  if (change.type === "due") {
    worker?.scheduled(change.moment);
  } else if (change.type === "resumed") {
    worker?.scheduled(LONG_AGO);
  }
}

const LONG_AGO = new Date(0);
