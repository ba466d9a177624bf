import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { type JobsToStore, type StoredRow, storeParameters } from "./jobs-to-store.ts";

/** Stores jobs that have keys, each key once, unless one of its key waits: then nothing changes and that one comes back. */
export async function keepWaitingJobs(queryable: Queryable, jobs: JobsToStore): Promise<readonly StoredRow[]> {
  return queryable.run(KEEP_WAITING_JOBS, storeParameters(jobs));
}

// The update that changes nothing is there to get the row back, and to lock it: what waits when this returns still
// waits when the caller's transaction commits. `do nothing` would return no row.
export const KEEP_WAITING_JOBS: Statement<StoredRow> = statement(
  "keep-waiting-jobs",
  ["job_id", "job_key", "scheduled_time", "is_next"],
  `
  with moment as materialized (
    select date_trunc('milliseconds', coalesce($7::timestamptz, clock_timestamp())) as now
  ), stored as (
    insert into scheduled_jobs as job (job_id, job_type, job_key, scheduled_time, payload, max_retries, created_at)
    select wanted.job_id, $2, wanted.job_key, coalesce(wanted.due, moment.now), wanted.payload::jsonb, $6::integer, moment.now
    from moment, unnest($1::text[], $3::text[], $4::timestamptz[], $5::text[]) as wanted (job_id, job_key, due, payload)
    on conflict (job_type, job_key) where status = 'pending' and job_key is not null
    do update set job_key = job.job_key
    returning job.job_id, job.job_key, job.scheduled_time
  ), earliest as materialized (
    select min(scheduled_time) as due from stored
  ), news as materialized (
    select earliest.due <= moment.now + interval '10 minutes' and not exists (
      select from scheduled_jobs as other
      where other.status = 'pending' and other.job_type = $2
        and other.scheduled_time > moment.now and other.scheduled_time <= earliest.due
    ) as is_next
    from moment, earliest
  ), told as materialized (
    select case when news.is_next and $8::text is not null then pg_notify('rekindle_jobs', $8) is not null
                else news.is_next end as is_next
    from news
  )
  select stored.job_id, stored.job_key, stored.scheduled_time, told.is_next
  from stored, told`,
);
