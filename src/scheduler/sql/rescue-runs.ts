import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";

export interface RescuedRow {
  readonly job_id: string;
  readonly job_type: string;
  readonly run: number;
  readonly worker: string | null;
  readonly status: JobStatus;
  readonly superseded: boolean;
}

export interface Rescue {
  /** `expired`: runs whose lease has ended. `all`: every run, because all other processes are known to be dead. */
  readonly whose: "expired" | "all";
  /** The leases of runs that are known to be alive, because they are in this process. */
  readonly ownLeases: readonly string[];
  readonly limit: number;
  readonly quarantineAfterCrashes: number;
  readonly now: Date | null;
}

/**
 * running → pending without blame, by anybody, when the holder of the lease is gone; → failed at the last crash that is
 * borne (quarantine); → cancelled where an operator asked for it, or where a newer request of the same key waits or runs.
 * With the history rows.
 *
 * @throws a unique violation when a newer request commits at this very moment. Again, then: it is seen.
 */
export async function rescueRuns(queryable: Queryable, rescue: Rescue): Promise<readonly RescuedRow[]> {
  const { whose, ownLeases, limit, quarantineAfterCrashes, now } = rescue;
  return queryable.run(RESCUE_RUNS, [whose === "all", ownLeases, limit, quarantineAfterCrashes, now]);
}

// A type that this process does not know is rescued as well: it goes back to waiting, which loses nothing.
export const RESCUE_RUNS: Statement<RescuedRow> = statement(
  "rescue-runs",
  ["job_id", "job_type", "run", "worker", "status", "superseded"],
  `
  with expired as materialized (
    select job_id, job_type, job_key, request, crash_count
    from scheduled_jobs
    where status = 'running'
      and ($1::boolean or lease_until <= (select clock_timestamp()))
      and not (lease_token = any($2::uuid[]))
    order by lease_until
    limit $3::integer
    for update skip locked
  ), judged as materialized (
    select mine.job_id, mine.crash_count + 1 >= $4::integer as quarantined, mine.job_key is not null and (
        exists (select from scheduled_jobs as newer
          where newer.job_type = mine.job_type and newer.job_key = mine.job_key
            and newer.request > mine.request and newer.status = 'pending')
        or exists (select from scheduled_jobs as newer
          where newer.job_type = mine.job_type and newer.job_key = mine.job_key
            and newer.request > mine.request and newer.status = 'running')
      ) as superseded
    from expired as mine
  ), rescued as (
    update scheduled_jobs as job
    set status = case when superseded or job.cancel_reason is not null then 'cancelled' when quarantined then 'failed' else 'pending' end,
        completed_at = case when superseded or quarantined or job.cancel_reason is not null then coalesce($5::timestamptz, clock_timestamp()) end,
        error_message = case
          when job.cancel_reason is not null then job.cancel_reason
          when superseded then 'superseded by a newer request'
          when quarantined then 'quarantined: its process vanished ' || (job.crash_count + 1) || ' times'
          else job.error_message end,
        crash_count = job.crash_count + 1, lease_token = null, lease_until = null
    from judged
    where job.job_id = judged.job_id
    returning job.job_id, job.job_type, job.started_at, job.scheduled_time, job.run, job.worker, job.status, superseded
  ), recorded as (
    insert into job_execution_history
      (job_id, job_type, execution_time, status, error_message, created_at, run, queue_delay_ms, worker)
    select job_id, job_type, started_at, case when superseded then 'superseded' else 'crashed' end,
           'the process that ran it vanished', coalesce($5::timestamptz, clock_timestamp()), run,
           least(greatest(extract(epoch from started_at - scheduled_time) * 1000, 0), 2147483647)::integer, worker
    from rescued
    on conflict (job_id, run) do nothing
  )
  select job_id, job_type, run, worker, status, superseded from rescued`,
);
