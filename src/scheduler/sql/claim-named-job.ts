import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { type Claim, CLAIMED_COLUMNS, type ClaimedRow } from "./claim-due-jobs.ts";

export interface NamedClaim extends Pick<Claim, "worker" | "leaseMs" | "now"> {
  readonly jobType: string;
  readonly jobId: string;
  /** The moment that the job waits for, as far as whoever names it knows. */
  readonly scheduledTime: Date;
}

/**
 * pending → running: takes one job ahead of its moment. `null`: it does not wait for just that moment any more, its type is
 * paused, or somebody else is taking it.
 */
export async function claimNamedJob(queryable: Queryable, claim: NamedClaim): Promise<ClaimedRow | null> {
  const { jobType, jobId, scheduledTime, worker, leaseMs, now } = claim;
  const rows = await queryable.run(CLAIM_NAMED_JOB, [jobId, jobType, scheduledTime, worker, leaseMs, now]);
  return rows[0] ?? null;
}

// By the primary key. What comes ahead of its moment is due from now on, so that its delay counts from there. The row is taken
// without a wait, as in `claim-due-jobs`.
export const CLAIM_NAMED_JOB: Statement<ClaimedRow> = statement(
  "claim-named-job",
  CLAIMED_COLUMNS,
  `
  with named as materialized (
    select job_id
    from scheduled_jobs
    where job_id = $1 and job_type = $2 and status = 'pending' and scheduled_time = $3::timestamptz
      and not exists (select from paused_job_types as paused where paused.job_type = $2)
    for update of scheduled_jobs skip locked
  )
  update scheduled_jobs as job
  set status = 'running', run = job.run + 1, worker = $4, lease_token = gen_random_uuid(),
      lease_until = clock_timestamp() + $5::float8 * interval '1 millisecond',
      started_at = coalesce($6::timestamptz, clock_timestamp()),
      scheduled_time = least(job.scheduled_time, date_trunc('milliseconds', coalesce($6::timestamptz, clock_timestamp())))
  from named
  where job.job_id = named.job_id
  returning job.job_id, job.job_type, job.job_key, job.scheduled_time, job.payload,
            coalesce(job.retry_count, 0) as retry_count, job.max_retries, job.request, job.run, job.lease_token`,
);
