import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";
import { JOB_COLUMNS, type JobRow } from "./read-job.ts";

/** The newest jobs first, of every state or of one. */
export async function listJobs(
  queryable: Queryable,
  { status, limit }: { readonly status: JobStatus | null; readonly limit: number },
): Promise<readonly JobRow[]> {
  return queryable.run(LIST_JOBS, [status, limit]);
}

export const LIST_JOBS: Statement<JobRow> = statement(
  "list-jobs",
  JOB_COLUMNS,
  `
  select job_id, job_type, job_key, status, scheduled_time, created_at, started_at, completed_at, error_message,
         coalesce(retry_count, 0) as retry_count, coalesce(max_retries, 0) as max_retries, payload
  from scheduled_jobs
  where $1::text is null or status = $1
  order by created_at desc, job_id desc
  limit $2::integer`,
);
