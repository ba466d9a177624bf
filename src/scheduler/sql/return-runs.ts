import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus, RunStatus } from "../job-types.ts";
import type { RunEnd } from "./finish-runs.ts";

/** When the job is due again. Neither: its moment stays as it was. */
export interface ReturnMoment {
  readonly delayMs: number | null;
  readonly until: Date | null;
}

export interface ReturnedRun extends RunEnd {
  readonly ending: {
    readonly runStatus: RunStatus;
    readonly errorMessage: string | null;
    readonly moment: ReturnMoment;
    readonly blame: 0 | 1;
  };
}

export interface ReturnedRow {
  readonly job_id: string;
  readonly lease_token: string;
  /** What the job is now. */
  readonly status: JobStatus;
  /** What the history says: as it was given, `superseded`, or `cancelled`. */
  readonly run_status: RunStatus;
}

/**
 * running → pending, by the holders of the leases, with the history rows; running → cancelled where an operator asked for
 * it, or where a newer request of the same key waits or runs (`superseded`).
 *
 * @returns one row per run whose lease was still its holder's; about the others nothing was written.
 * @throws a unique violation when a newer request commits at this very moment. Again, then: it is seen.
 */
export async function returnRuns(
  queryable: Queryable,
  runs: readonly ReturnedRun[],
  now: Date | null,
): Promise<readonly ReturnedRow[]> {
  return queryable.run(RETURN_RUNS, [
    runs.map((run) => run.jobId),
    runs.map((run) => run.leaseToken),
    runs.map((run) => run.ending.runStatus),
    runs.map((run) => run.ending.errorMessage),
    runs.map((run) => run.durationMs),
    now,
    runs.map((run) => run.ending.moment.delayMs),
    runs.map((run) => run.ending.moment.until?.toISOString() ?? null),
    runs.map((run) => run.ending.blame),
  ]);
}

// A newer request that *runs* supersedes too. Otherwise the older one could wait while the newer one runs, and when the
// newer one had to wait again it would meet an older one in its place. So what waits is always the newest request that
// is not finished. Two runs of one key in one batch are judged like that as well: the newer one still runs.
//
// A moment from before the run becomes one second from now: a job that snoozes into the past must not spin. One that passed
// during the run stays: the job is due at once, and a clock that is wound to that moment meets it there.
//
// Whoever can say how the run ended is alive: the count of crashes in a row begins anew. About the missing question for
// the state see finish-runs.
export const RETURN_RUNS: Statement<ReturnedRow> = statement(
  "return-runs",
  ["job_id", "lease_token", "status", "run_status"],
  `
  with returned as materialized (
    select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::integer[], $7::float8[], $8::timestamptz[], $9::integer[])
      as returned (job_id, lease_token, run_status, error_message, duration_ms, delay_ms, until, blame)
  ), fate as materialized (
    select returned.*, mine.scheduled_time as due,
      date_trunc('milliseconds', coalesce($6::timestamptz, clock_timestamp())) as now,
      mine.job_key is not null and (
        exists (select from scheduled_jobs as newer
          where newer.job_type = mine.job_type and newer.job_key = mine.job_key
            and newer.request > mine.request and newer.status = 'pending')
        or exists (select from scheduled_jobs as newer
          where newer.job_type = mine.job_type and newer.job_key = mine.job_key
            and newer.request > mine.request and newer.status = 'running')
      ) as superseded
    from returned
    join scheduled_jobs as mine on mine.job_id = returned.job_id and mine.lease_token = returned.lease_token
  ), ended as (
    update scheduled_jobs as job
    set status = case when fate.superseded or job.cancel_reason is not null then 'cancelled' else 'pending' end,
        completed_at = case when fate.superseded or job.cancel_reason is not null then fate.now end,
        scheduled_time = case
          when fate.superseded or job.cancel_reason is not null then job.scheduled_time
          when fate.delay_ms is not null then fate.now + round(fate.delay_ms) * interval '1 millisecond'
          when fate.until > job.started_at then fate.until
          when fate.until is not null then fate.now + interval '1 second'
          else job.scheduled_time end,
        retry_count = coalesce(job.retry_count, 0) + fate.blame, crash_count = 0,
        error_message = case
          when job.cancel_reason is not null then job.cancel_reason
          when fate.superseded then 'superseded by a newer request'
          else fate.error_message end,
        lease_token = null, lease_until = null
    from fate
    where job.job_id = fate.job_id and job.lease_token = fate.lease_token
    returning job.job_id, job.job_type, job.started_at, fate.due, fate.now, fate.lease_token, fate.error_message,
              fate.duration_ms, job.run, job.worker, job.status,
              case when job.cancel_reason is not null then 'cancelled'
                   when fate.superseded then 'superseded' else fate.run_status end as run_status
  ), recorded as (
    insert into job_execution_history
      (job_id, job_type, execution_time, duration_ms, status, error_message, created_at, run, queue_delay_ms, worker)
    select job_id, job_type, started_at, duration_ms, run_status, error_message, now, run,
           least(greatest(extract(epoch from started_at - due) * 1000, 0), 2147483647)::integer, worker
    from ended
  )
  select job_id, lease_token, status, run_status from ended`,
);
