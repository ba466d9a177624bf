import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { CLAIMED_COLUMNS, type ClaimedRow } from "./claim-due-jobs.ts";

/** As it was stored: claimed where there is a token, waiting where there is none. */
export type StartedRow = Omit<ClaimedRow, "lease_token"> & { readonly lease_token: string | null };

export interface JobToStart {
  readonly jobId: string;
  readonly jobType: string;
  readonly payloadText: string;
  readonly maxRetries: number;
  readonly worker: string;
  readonly leaseMs: number;
  readonly now: Date | null;
  /** What to notify other processes of when the job has to wait. `null`: nothing. */
  readonly notification: string | null;
}

/**
 * – → running: stores a job without key that is due now as if it had been claimed at once, with its first run and a lease; – → pending
 * where its type is paused, or another job of it is due and waits.
 */
export async function insertRunningJob(queryable: Queryable, job: JobToStart): Promise<StartedRow | undefined> {
  const { jobId, jobType, payloadText, maxRetries, worker, leaseMs, now, notification } = job;
  const rows = await queryable.run(INSERT_RUNNING_JOB, [
    jobId,
    jobType,
    payloadText,
    maxRetries,
    now,
    notification,
    worker,
    leaseMs,
  ]);
  return rows[0];
}

// One commit instead of two. What it leaves behind is what a claim leaves behind, column by column, so that heartbeat, rescue and the
// statements that end a run cannot tell them apart.
//
// The first of the type that waits is asked for by itself: of a "not exists" with the moment in it the planner expects that much is due,
// and reads the table from its beginning.
//
// The notification stands in the last select: one that nobody reads from would not be sent. A job that is due now is always the next
// of its type (see insert-jobs).
export const INSERT_RUNNING_JOB: Statement<StartedRow> = statement(
  "insert-running-job",
  CLAIMED_COLUMNS,
  `
  with moment as materialized (
    select exact, date_trunc('milliseconds', exact) as now
    from (select coalesce($5::timestamptz, clock_timestamp()) as exact) as clock
  ), lease as materialized (
    select case when not exists (select from paused_job_types as paused where paused.job_type = $2)
                 and coalesce((select other.scheduled_time from scheduled_jobs as other
                   where other.status = 'pending' and other.job_type = $2
                   order by other.scheduled_time limit 1) > (select now from moment), true)
                then gen_random_uuid() end as token
  ), stored as (
    insert into scheduled_jobs
      (job_id, job_type, scheduled_time, payload, max_retries, created_at, status, run, worker, lease_token, lease_until, started_at)
    select $1, $2, moment.now, $3::jsonb, $4::integer, moment.now, case when lease.token is null then 'pending' else 'running' end,
           case when lease.token is null then 0 else 1 end, case when lease.token is not null then $7 end, lease.token,
           case when lease.token is not null then clock_timestamp() + $8::float8 * interval '1 millisecond' end,
           case when lease.token is not null then moment.exact end
    from moment, lease
    returning job_id, job_type, job_key, scheduled_time, payload, coalesce(retry_count, 0) as retry_count, max_retries, request, run,
              lease_token
  )
  select job_id, job_type, job_key, scheduled_time, payload, retry_count, max_retries, request, run, lease_token
  from stored
  where lease_token is not null or $6::text is null or pg_notify('rekindle_jobs', $6) is not null`,
);
