import { checkList } from "./job-operations-checks.ts";
import type { JobListOptions, JobSummary } from "./job-operations-types.ts";
import type { JobInspection, JobRunRecord } from "./job-types.ts";
import type { SchedulerContext } from "./scheduler-context.ts";
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

/** A page of jobs, the newest first. */
export async function listNewestJobs(
  { database }: SchedulerContext,
  options: JobListOptions,
): Promise<readonly JobSummary[]> {
  checkList(options);
  const { status = null, type: jobType = null, key = null, before = null, limit } = options;
  const rows = await listJobs(database, { status, jobType, key, before, limit });
  return rows.map(toSummary);
}

function toSummary(row: JobRow): JobSummary {
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
    cancelReason: row.cancel_reason,
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
