import type { Queryable } from "../database/index.ts";
import { changeJob } from "./change-job.ts";
import { checkJobId, checkOperationMoment, checkReason, checkTypeName } from "./job-operations-checks.ts";
import type {
  JobOperationOptions,
  JobOperations,
  OperatorAction,
  OperatorChange,
  PausedType,
} from "./job-operations-types.ts";
import { inspectJob, listNewestJobs } from "./job-reports.ts";
import { readStatistics } from "./job-statistics.ts";
import type { ScheduledJob } from "./job-types.ts";
import { pruneFinished } from "./prune.ts";
import { retryFinishedJob } from "./retry-finished-job.ts";
import { toStorableText } from "./run-ending.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { cancelJob, type CancelRow } from "./sql/cancel-job.ts";
import { listPausedTypes } from "./sql/list-paused-types.ts";
import { moveWaitingJob } from "./sql/move-waiting-job.ts";
import { pauseType } from "./sql/pause-type.ts";
import { resumeType } from "./sql/resume-type.ts";

/** What operators do, on one scheduler's database. */
export function createJobOperations(context: SchedulerContext): JobOperations {
  return {
    inspect: (jobId) => inspectJob(context, jobId),
    list: (options) => listNewestJobs(context, options),
    cancel: (jobId, reason, options) => cancelOne(context, { jobId, reason }, options),
    retry: async (jobId, options = {}) => {
      checkJobId(jobId);
      const row = await retryFinishedJob(context, jobId, options.transaction);
      return tellDue(context, { action: "retry", jobId, row }, options);
    },
    runNow: (jobId, options) => move(context, { action: "run_now", jobId, at: null }, options),
    reschedule: async (jobId, at, options) => {
      checkOperationMoment(at, "at");
      return move(context, { action: "reschedule", jobId, at }, options);
    },
    pause: (jobType) => pause(context, jobType),
    resume: (jobType) => resume(context, jobType),
    pausedTypes: () => pausedTypes(context),
    statistics: () => readStatistics(context),
    prune: (finishedBefore, options) => pruneFinished(context, finishedBefore, options),
  };
}

interface Cancellation {
  readonly jobId: string;
  readonly reason: string;
}

async function cancelOne(
  context: SchedulerContext,
  { jobId, reason }: Cancellation,
  options: JobOperationOptions = {},
): Promise<"cancelled" | "cancelling"> {
  checkJobId(jobId);
  checkReason(reason);
  const detail = toStorableText(reason);
  const queryable = queryableOf(context, options);
  const now = await context.database.timeSource.now(queryable);
  const row = await changeJob<CancelRow | "asked-before">(queryable, {
    jobId,
    allowed: ["pending", "running"],
    what: "cancelled",
    attempt: () => cancelJob(queryable, { jobId, reason: detail, now }),
    otherwise: async ({ status, cancel_reason: reasonBefore }) =>
      status === "running" && reasonBefore !== null ? "asked-before" : null,
  });
  if (row === "asked-before") {
    return "cancelling";
  }
  const { job_type: jobType, status } = row;
  const change = status === "running" ? ({ type: "cancel", jobId, jobType } as const) : null;
  tell(context, { action: "cancel", jobId, jobType, detail, change }, options);
  return status === "running" ? "cancelling" : "cancelled";
}

interface MoveRequest {
  readonly action: "run_now" | "reschedule";
  readonly jobId: string;
  /** `null`: now. */
  readonly at: Date | null;
}

async function move(
  context: SchedulerContext,
  { action, jobId, at }: MoveRequest,
  options: JobOperationOptions = {},
): Promise<ScheduledJob> {
  checkJobId(jobId);
  const queryable = queryableOf(context, options);
  const now = await context.database.timeSource.now(queryable);
  const row = await changeJob(queryable, {
    jobId,
    allowed: ["pending"],
    what: action === "run_now" ? "run now" : "rescheduled",
    attempt: () => moveWaitingJob(queryable, { jobId, at, now }),
  });
  return tellDue(context, { action, jobId, row }, options);
}

async function pause(context: SchedulerContext, jobType: string): Promise<void> {
  checkTypeName(jobType);
  const { database } = context;
  if (await pauseType(database, { jobType, now: await database.timeSource.now(database) })) {
    tell(context, { action: "pause", jobId: null, jobType, detail: null, change: { type: "paused", jobType } });
  }
}

async function resume(context: SchedulerContext, jobType: string): Promise<void> {
  checkTypeName(jobType);
  if (await resumeType(context.database, jobType)) {
    tell(context, { action: "resume", jobId: null, jobType, detail: null, change: { type: "resumed", jobType } });
  }
}

async function pausedTypes({ database }: SchedulerContext): Promise<readonly PausedType[]> {
  const rows = await listPausedTypes(database);
  return rows.map((row) => ({ jobType: row.job_type, pausedAt: row.paused_at }));
}

function queryableOf({ database }: SchedulerContext, { transaction }: JobOperationOptions): Queryable {
  return transaction ?? database;
}

interface DueJob {
  readonly action: OperatorAction;
  readonly jobId: string;
  readonly row: { readonly job_type: string; readonly scheduled_time: Date };
}

function tellDue(
  context: SchedulerContext,
  { action, jobId, row }: DueJob,
  options: JobOperationOptions,
): ScheduledJob {
  const { job_type: jobType, scheduled_time: moment } = row;
  const change = { type: "due", jobType, moment } as const;
  tell(context, { action, jobId, jobType, detail: moment.toISOString(), change }, options);
  return { jobId, scheduledTime: moment };
}

interface Operated {
  readonly action: OperatorAction;
  readonly jobId: string | null;
  readonly jobType: string;
  readonly detail: string | null;
  /** What somebody who sleeps or runs has to know of it. */
  readonly change: OperatorChange | null;
}

/** Acts on a change and tells of it: at once, or after the commit of the caller's transaction. */
function tell(
  { logger, events, changed }: SchedulerContext,
  { change, ...facts }: Operated,
  { transaction }: JobOperationOptions = {},
): void {
  const committed = (): void => {
    if (change !== null) {
      changed(change);
    }
    logger.info({ ...facts }, "an operator changed jobs");
    events.emit("job:operated", facts);
  };
  if (transaction === undefined) {
    committed();
  } else {
    transaction.afterCommit(committed);
  }
}
