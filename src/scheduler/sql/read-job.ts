import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";

export interface JobRow {
  readonly job_id: string;
  readonly job_type: string;
  readonly job_key: string | null;
  readonly status: JobStatus;
  readonly scheduled_time: Date;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly error_message: string | null;
  readonly cancel_reason: string | null;
  readonly retry_count: number;
  readonly max_retries: number;
  readonly payload: unknown;
}

/** One job. */
export async function readJob(queryable: Queryable, jobId: string): Promise<JobRow | null> {
  const rows = await queryable.run(READ_JOB, [jobId]);
  return rows[0] ?? null;
}

/** The columns of a {@link JobRow}, in the order of the statements that read it. */
export const JOB_COLUMNS = [
  "job_id",
  "job_type",
  "job_key",
  "status",
  "scheduled_time",
  "created_at",
  "started_at",
  "completed_at",
  "error_message",
  "cancel_reason",
  "retry_count",
  "max_retries",
  "payload",
] as const;

export const READ_JOB: Statement<JobRow> = statement(
  "read-job",
  JOB_COLUMNS,
  `
  select job_id, job_type, job_key, status, scheduled_time, created_at, started_at, completed_at, error_message,
         cancel_reason, coalesce(retry_count, 0) as retry_count, coalesce(max_retries, 0) as max_retries, payload
  from scheduled_jobs
  where job_id = $1`,
);
