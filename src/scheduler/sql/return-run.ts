import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";
import type { EndedRow, RunEnd } from "./finish-run.ts";

/** When the job is due again. Neither: its moment stays as it was. */
export interface ReturnMoment {
  readonly delayMs: number | null;
  readonly until: Date | null;
}

/**
 * running → pending, by the holder of the lease, with the history row; running → cancelled where a newer request of the
 * same key waits or runs (`superseded`).
 *
 * @returns what the job is now; `null`: the lease is somebody else's, and nothing was written.
 * @throws a unique violation when a newer request commits at this very moment. Again, then: it is seen.
 */
export async function returnRun(
  queryable: Queryable,
  end: RunEnd & { readonly moment: ReturnMoment; readonly blame: 0 | 1 },
): Promise<JobStatus | null> {
  const { jobId, leaseToken, runStatus, errorMessage, durationMs, now, moment, blame } = end;
  const { delayMs, until } = moment;
  const parameters = [jobId, leaseToken, runStatus, errorMessage, durationMs, now, delayMs, until, blame];
  const rows = await queryable.run(RETURN_RUN, parameters);
  return rows[0]?.status ?? null;
}

// A newer request that *runs* supersedes too. Otherwise the older one could wait while the newer one runs, and when the
// newer one had to wait again it would meet an older one in its place. So what waits is always the newest request that
// is not finished.
//
// A moment from before the run becomes one second from now: a job that snoozes into the past must not spin. One that passed
// during the run stays: the job is due at once, and a clock that is wound to that moment meets it there.
export const RETURN_RUN: Statement<EndedRow> = statement(
  "return-run",
  ["status"],
  `
  with fate as materialized (
    select mine.job_id, mine.scheduled_time,
      date_trunc('milliseconds', coalesce($6::timestamptz, clock_timestamp())) as now,
      mine.job_key is not null and (
        exists (select from scheduled_jobs as newer
          where newer.job_type = mine.job_type and newer.job_key = mine.job_key
            and newer.request > mine.request and newer.status = 'pending')
        or exists (select from scheduled_jobs as newer
          where newer.job_type = mine.job_type and newer.job_key = mine.job_key
            and newer.request > mine.request and newer.status = 'running')
      ) as superseded
    from scheduled_jobs as mine
    where mine.job_id = $1 and mine.lease_token = $2::uuid and mine.status = 'running'
  ), ended as (
    update scheduled_jobs as job
    set status = case when fate.superseded then 'cancelled' else 'pending' end,
        completed_at = case when fate.superseded then fate.now end,
        scheduled_time = case
          when fate.superseded then job.scheduled_time
          when $7::float8 is not null then fate.now + round($7::float8) * interval '1 millisecond'
          when $8::timestamptz > job.started_at then $8::timestamptz
          when $8::timestamptz is not null then fate.now + interval '1 second'
          else job.scheduled_time end,
        retry_count = coalesce(job.retry_count, 0) + $9::integer,
        error_message = case when fate.superseded then 'superseded by a newer request' else $4 end,
        lease_token = null, lease_until = null
    from fate
    where job.job_id = fate.job_id and job.lease_token = $2::uuid and job.status = 'running'
    returning job.job_id, job.job_type, job.started_at, fate.scheduled_time as due, fate.now, fate.superseded, job.run,
              job.worker, job.status
  ), recorded as (
    insert into job_execution_history
      (job_id, job_type, execution_time, duration_ms, status, error_message, created_at, run, queue_delay_ms, worker)
    select job_id, job_type, started_at, $5::integer, case when superseded then 'superseded' else $3 end, $4, now, run,
           least(greatest(extract(epoch from started_at - due) * 1000, 0), 2147483647)::integer, worker
    from ended
    on conflict (job_id, run) do nothing
  )
  select status from ended`,
);
