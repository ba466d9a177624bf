import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface ClaimedRow {
  readonly job_id: string;
  readonly job_type: string;
  readonly job_key: string | null;
  readonly scheduled_time: Date;
  readonly payload: unknown;
  readonly retry_count: number;
  readonly max_retries: number | null;
  readonly request: number;
  readonly run: number;
  readonly lease_token: string;
}

export interface Claim {
  readonly jobTypes: readonly string[];
  readonly limit: number;
  readonly worker: string;
  readonly leaseMs: number;
  readonly now: Date | null;
}

/**
 * pending → running: takes up to `limit` due jobs, the longest due first, each under a new lease. They come back in the
 * order in which they were due. A row that somebody else is taking is passed over, not waited for.
 */
export async function claimDueJobs(queryable: Queryable, claim: Claim): Promise<readonly ClaimedRow[]> {
  const { jobTypes, limit, worker, leaseMs, now } = claim;
  const rows = await queryable.run(CLAIM_DUE_JOBS, [jobTypes, limit, worker, leaseMs, now]);
  return rows.toSorted(byDueTime);
}

function byDueTime(first: ClaimedRow, second: ClaimedRow): number {
  return first.scheduled_time.getTime() - second.scheduled_time.getTime() || first.request - second.request;
}

// A materialised CTE: as a plain sub-select the planner may run it once per outer row, and then more than the limit is
// taken. The moment stands in a scalar sub-select because `clock_timestamp()` is volatile: written plainly it could not
// bound the index scan, and a claim would read every waiting row.
export const CLAIM_DUE_JOBS: Statement<ClaimedRow> = statement(
  "claim-due-jobs",
  [
    "job_id",
    "job_type",
    "job_key",
    "scheduled_time",
    "payload",
    "retry_count",
    "max_retries",
    "request",
    "run",
    "lease_token",
  ],
  `
  with due as materialized (
    select job_id
    from scheduled_jobs
    where status = 'pending'
      and scheduled_time <= (select coalesce($5::timestamptz, clock_timestamp()))
      and job_type = any($1::text[])
    order by scheduled_time
    limit $2::integer
    for update skip locked
  )
  update scheduled_jobs as job
  set status = 'running', run = job.run + 1, worker = $3, lease_token = gen_random_uuid(),
      lease_until = clock_timestamp() + $4::float8 * interval '1 millisecond',
      started_at = coalesce($5::timestamptz, clock_timestamp())
  from due
  where job.job_id = due.job_id
  returning job.job_id, job.job_type, job.job_key, job.scheduled_time, job.payload,
            coalesce(job.retry_count, 0) as retry_count, job.max_retries, job.request, job.run, job.lease_token`,
);
