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

/** How many jobs of a type may be taken. */
export interface TypeLimit {
  readonly jobType: string;
  readonly limit: number;
}

export interface Claim {
  readonly types: readonly TypeLimit[];
  /** Over all types. */
  readonly limit: number;
  readonly worker: string;
  readonly leaseMs: number;
  readonly now: Date | null;
}

/**
 * pending → running: takes due jobs, the longest due first, each under a new lease. They come back in the order in which
 * they were due. A row that somebody else is taking is passed over, not waited for; so are paused types.
 */
export async function claimDueJobs(queryable: Queryable, claim: Claim): Promise<readonly ClaimedRow[]> {
  const { types, limit, worker, leaseMs, now } = claim;
  const jobTypes = types.map((type) => type.jobType);
  const limits = types.map((type) => type.limit);
  const rows = await queryable.run(CLAIM_DUE_JOBS, [jobTypes, limits, limit, worker, leaseMs, now]);
  return rows.toSorted(byDueTime);
}

function byDueTime(first: ClaimedRow, second: ClaimedRow): number {
  return first.scheduled_time.getTime() - second.scheduled_time.getTime() || first.request - second.request;
}

/** What every statement that gives a lease returns. */
export const CLAIMED_COLUMNS = [
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
] as const satisfies readonly (keyof ClaimedRow)[];

// Each type by itself, on the index by type and moment: a type that has no room left, is paused, or is known only to
// others costs nothing, however many of its jobs are overdue. Where several types have more due than the limit, more rows
// are locked than are taken, for the length of this statement.
//
// One token and one moment for all rows of a claim, so that they are made once: a token and a job together mean one run.
//
// By their places in the table: the rows are locked, so they stay where they are.
//
// The parameters stand in scalar sub-selects: so a plan for their values is estimated as dear as one for any, and the server keeps
// that one. In a large table it would go on planning each claim anew, which takes longer than the claim. The inner limit is for the
// estimate alone, and never reached: without a number the planner takes a tenth of all that waits for what is taken, of each
// type, and has code compiled (JIT) for a claim of one job, which takes 20 ms. Rows are locked one by one, as the outer limit asks.
//
// A materialised CTE: as a plain sub-select the planner may run it once per outer row, and then more than the limit is
// taken. The moment stands in a scalar sub-select because `clock_timestamp()` is volatile: written plainly it could not
// bound the index scan, and a claim would read every waiting row.
export const CLAIM_DUE_JOBS: Statement<ClaimedRow> = statement(
  "claim-due-jobs",
  CLAIMED_COLUMNS,
  `
  with due as materialized (
    select waiting.place
    from unnest((select $1::text[]), (select $2::integer[])) as known (job_type, room)
    cross join lateral (
      select nearest.place, nearest.scheduled_time
      from (
        select ctid as place, scheduled_time
        from scheduled_jobs
        where status = 'pending' and job_type = known.job_type
          and scheduled_time <= (select coalesce($6::timestamptz, clock_timestamp()))
        order by scheduled_time
        limit 10000
        for update skip locked
      ) as nearest
      limit known.room
    ) as waiting
    where not exists (select from paused_job_types as paused where paused.job_type = known.job_type)
    order by waiting.scheduled_time
    limit (select $3::integer)
  )
  update scheduled_jobs as job
  set status = 'running', run = job.run + 1, worker = $4, lease_token = (select gen_random_uuid()),
      lease_until = (select clock_timestamp()) + $5::float8 * interval '1 millisecond',
      started_at = (select coalesce($6::timestamptz, clock_timestamp()))
  from due
  where job.ctid = due.place
  returning job.job_id, job.job_type, job.job_key, job.scheduled_time, job.payload,
            coalesce(job.retry_count, 0) as retry_count, job.max_retries, job.request, job.run, job.lease_token`,
);
