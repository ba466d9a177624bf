import type { Queryable } from "../database/index.ts";
import { invariant } from "../kernel/index.ts";
import { checkJobType, checkKey, checkMoment, encodePayload } from "./check-request.ts";
import { DEFAULT_MAX_RETRIES } from "./job-registry.ts";
import type { JobType, ScheduledJob, ScheduleOptions } from "./job-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import type { JobRequest } from "./sql/job-request.ts";
import { keepWaitingJob } from "./sql/keep-waiting-job.ts";
import { replaceWaitingJob } from "./sql/replace-waiting-job.ts";

/** A request as it comes from outside, unchecked. */
export interface JobToSchedule {
  readonly type: JobType<unknown>;
  readonly payload: unknown;
  readonly options: ScheduleOptions;
  /** Called after the commit with the moment that the job is due. */
  readonly committed: (moment: Date) => void;
}

/**
 * Checks a request and stores it, in the caller's transaction or by itself.
 *
 * @throws InvalidJobError, before anything is stored.
 */
export async function scheduleJob(context: SchedulerContext, job: JobToSchedule): Promise<ScheduledJob> {
  const { type, options, committed } = job;
  checkJobType(type);
  if (options.key !== undefined) {
    checkKey(type.name, options.key);
  }
  if (options.at !== undefined) {
    checkMoment(type.name, options.at);
  }
  const encoded = encodePayload(type, job.payload);
  const payloadText = typeof encoded === "string" ? encoded : await encoded;

  const { transaction } = options;
  const scheduled = await store(context, transaction ?? context.database, { type, options, payloadText });
  if (transaction === undefined) {
    committed(scheduled.scheduledTime);
  } else {
    transaction.afterCommit(() => committed(scheduled.scheduledTime));
  }
  return scheduled;
}

interface CheckedJob {
  readonly type: JobType<unknown>;
  readonly options: ScheduleOptions;
  readonly payloadText: string;
}

async function store(context: SchedulerContext, queryable: Queryable, job: CheckedJob): Promise<ScheduledJob> {
  const { key = null, at = null, mode = "replace" } = job.options;
  const request: JobRequest = {
    jobId: context.ids.next(),
    jobType: job.type.name,
    key,
    at,
    payloadText: job.payloadText,
    maxRetries: job.type.maxRetries ?? DEFAULT_MAX_RETRIES,
    now: await context.database.timeSource.now(queryable),
  };
  const row = await (mode === "keep" ? keepWaitingJob(queryable, request) : replaceWaitingJob(queryable, request));
  invariant(row !== null, "a stored request comes back");
  return { jobId: row.job_id, scheduledTime: row.scheduled_time };
}
