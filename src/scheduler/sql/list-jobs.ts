import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";
import { JOB_COLUMNS, type JobRow } from "./read-job.ts";

export interface ListedJobs {
  readonly status: JobStatus | null;
  readonly jobType: string | null;
  readonly key: string | null;
  /** The id of the last job of the page before. */
  readonly before: string | null;
  readonly limit: number;
}

/** A page of jobs, the newest first. */
export async function listJobs(queryable: Queryable, listed: ListedJobs): Promise<readonly JobRow[]> {
  const { status, jobType, key, before, limit } = listed;
  return queryable.run(LIST_JOBS, [status, jobType, key, before, limit]);
}

// Ids are ordered by time, so the primary key serves the order. Each state that few jobs are in has a branch of its own, with
// the state written out, so that its partial index can serve; one branch of the four is carried out. They also keep PostgreSQL
// from settling on one plan for all parameters, which could use none of these indexes: it would have to pay for all branches.
//
// On 200,000 jobs a page takes a millisecond or two, whatever its depth, and so does a page of what waits, runs or failed.
// Where few jobs fit and no index leads to them (a type, a key, `cancelled`), all are looked at: 50 to 200 ms.
export const LIST_JOBS: Statement<JobRow> = statement(
  "list-jobs",
  JOB_COLUMNS,
  `
  with page as materialized (
    (select job_id from scheduled_jobs
      where $1 = 'pending' and status = 'pending'
        and ($2::text is null or job_type = $2) and ($3::text is null or job_key = $3) and ($4::text is null or job_id < $4)
      order by job_id desc limit $5::integer)
    union all
    (select job_id from scheduled_jobs
      where $1 = 'running' and status = 'running'
        and ($2::text is null or job_type = $2) and ($3::text is null or job_key = $3) and ($4::text is null or job_id < $4)
      order by job_id desc limit $5::integer)
    union all
    (select job_id from scheduled_jobs
      where $1 = 'failed' and status = 'failed'
        and ($2::text is null or job_type = $2) and ($3::text is null or job_key = $3) and ($4::text is null or job_id < $4)
      order by job_id desc limit $5::integer)
    union all
    (select job_id from scheduled_jobs
      where ($1::text is null or ($1 in ('completed', 'cancelled') and status = $1))
        and ($2::text is null or job_type = $2) and ($3::text is null or job_key = $3) and ($4::text is null or job_id < $4)
      order by job_id desc limit $5::integer)
  )
  select job_id, job_type, job_key, status, scheduled_time, created_at, started_at, completed_at, error_message,
         cancel_reason, coalesce(retry_count, 0) as retry_count, coalesce(max_retries, 0) as max_retries, payload
  from page join scheduled_jobs using (job_id)
  order by job_id desc`,
);
