import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { type JobsToStore, type StoredRow, storeParameters } from "./jobs-to-store.ts";

/**
 * Stores jobs that have keys, each key once. Where one of its key waits, the new one takes its place: time, payload, and
 * a clean record.
 */
export async function replaceWaitingJobs(queryable: Queryable, jobs: JobsToStore): Promise<readonly StoredRow[]> {
  return queryable.run(REPLACE_WAITING_JOBS, storeParameters(jobs));
}

// `on conflict` on the partial index of waiting keys: when the row that waits is being claimed at this moment,
// PostgreSQL waits for that claim, finds the row gone from the index, and inserts. So no request is lost between
// waiting and running. The rows come in the order of their keys, so two such statements cannot lock each other out.
//
// `excluded.request` is the number drawn for the new row: it makes the row the newest request of its key.
//
// Nobody sleeps beyond ten minutes (`LONGEST_SLEEP_MS`), so for what is due later nothing is looked for: of some 21 pages in a table of
// a million jobs that leaves 18.
//
// A sub-select sees the table as it was before: the job's own row does not count as another one.
export const REPLACE_WAITING_JOBS: Statement<StoredRow> = statement(
  "replace-waiting-jobs",
  ["job_id", "job_key", "scheduled_time", "is_next"],
  `
  with moment as materialized (
    select date_trunc('milliseconds', coalesce($7::timestamptz, clock_timestamp())) as now
  ), stored as (
    insert into scheduled_jobs as job (job_id, job_type, job_key, scheduled_time, payload, max_retries, created_at)
    select wanted.job_id, $2, wanted.job_key, coalesce(wanted.due, moment.now), wanted.payload::jsonb, $6::integer, moment.now
    from moment, unnest($1::text[], $3::text[], $4::timestamptz[], $5::text[]) as wanted (job_id, job_key, due, payload)
    on conflict (job_type, job_key) where status = 'pending' and job_key is not null
    do update set
      scheduled_time = excluded.scheduled_time, payload = excluded.payload, request = excluded.request,
      max_retries = excluded.max_retries, retry_count = 0, crash_count = 0, error_message = null
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
