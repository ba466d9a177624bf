import { invariant } from "../kernel/index.ts";
import type { JobInspection, JobRunRecord, JobStatus, SchedulerStatistics } from "./job-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
import { countJobs } from "./sql/count-jobs.ts";
import { countLastDay } from "./sql/count-last-day.ts";
import { findNextDue } from "./sql/find-next-due.ts";
import { findUnknownWaitingTypes } from "./sql/find-unknown-waiting-types.ts";
import { listJobs } from "./sql/list-jobs.ts";
import { type JobRow, readJob } from "./sql/read-job.ts";
import { readRuns, type RunRow } from "./sql/read-runs.ts";

/** A job with all its runs. */
export async function inspectJob({ database }: SchedulerContext, jobId: string): Promise<JobInspection | null> {
  const row = jobId.includes("\0") ? null : await readJob(database, jobId);
  if (row === null) {
    return null;
  }
  const runs = await readRuns(database, jobId);
  return { ...toSummary(row), runs: runs.map(toRunRecord) };
}

/** The newest jobs. */
export async function listNewestJobs(
  { database }: SchedulerContext,
  { status, limit }: { readonly status?: JobStatus; readonly limit: number },
): Promise<readonly Omit<JobInspection, "runs">[]> {
  invariant(Number.isSafeInteger(limit) && limit >= 0 && limit < 2 ** 31, "a limit is a whole number");
  const rows = await listJobs(database, { status: status ?? null, limit });
  return rows.map(toSummary);
}

/** How much there is of what, and what happened in the last day. */
export async function readStatistics({ database, registry }: SchedulerContext): Promise<SchedulerStatistics> {
  const jobTypes = registry.names();
  const counts = await countJobs(database);
  const lastDay = await countLastDay(database, await database.timeSource.now(database));
  return {
    counts: counts.map(({ job_type: jobType, status, count }) => ({ jobType, status, count })),
    nextDue: await findNextDue(database, jobTypes),
    unknownTypes: await findUnknownWaitingTypes(database, jobTypes),
    lastDay: lastDay ?? { completed: 0, failed: 0, retried: 0 },
  };
}

function toSummary(row: JobRow): Omit<JobInspection, "runs"> {
  return {
    jobId: row.job_id,
    jobType: row.job_type,
    key: row.job_key,
    status: row.status,
    scheduledTime: row.scheduled_time,
    createdAt: row.created_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    errorMessage: row.error_message,
    retryCount: row.retry_count,
    maxRetries: row.max_retries,
    payload: row.payload,
  };
}

function toRunRecord(row: RunRow): JobRunRecord {
  return {
    run: row.run,
    status: row.status,
    executionTime: row.execution_time,
    durationMs: row.duration_ms,
    queueDelayMs: row.queue_delay_ms,
    worker: row.worker,
    errorMessage: row.error_message,
  };
}
