import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { type JobsToStore, storeParameters } from "./jobs-to-store.ts";

export interface InsertedRow {
  /** The moment of those that were to be due now. */
  readonly stored_at: Date;
  readonly is_next: boolean;
}

/**
 * Stores jobs without keys.
 *
 * @returns the moment of those that name none, and whether one of them is the next of its type (see {@link JobsToStore}).
 */
export async function insertJobs(queryable: Queryable, jobs: JobsToStore): Promise<InsertedRow | undefined> {
  const rows = await queryable.run(INSERT_JOBS, storeParameters(jobs));
  return rows[0];
}

// Arrays, whatever the number: 1,000 rows a statement take half the time of a JSON document, and a third of rows of
// parameters. Without `on conflict`, which costs a third more where nothing can conflict. Moments are whole milliseconds,
// as a `Date` is: a clock that is set to the moment that was read back must find the job due.
export const INSERT_JOBS: Statement<InsertedRow> = statement(
  "insert-jobs",
  ["stored_at", "is_next"],
  `
  with moment as materialized (
    select date_trunc('milliseconds', coalesce($7::timestamptz, clock_timestamp())) as now
  ), stored as (
    insert into scheduled_jobs (job_id, job_type, job_key, scheduled_time, payload, max_retries, created_at)
    select wanted.job_id, $2, wanted.job_key, coalesce(wanted.due, moment.now), wanted.payload::jsonb, $6::integer, moment.now
    from moment, unnest($1::text[], $3::text[], $4::timestamptz[], $5::text[]) as wanted (job_id, job_key, due, payload)
    returning scheduled_time
  ), earliest as materialized (
    select min(scheduled_time) as due from stored
  ), news as materialized (
    select earliest.due <= moment.now + interval '10 minutes' and not exists (
      select from scheduled_jobs as other
      where other.status = 'pending' and other.job_type = $2
        and other.scheduled_time > moment.now and other.scheduled_time <= earliest.due
    ) as is_next
    from moment, earliest
  )
  select moment.now as stored_at,
         case when news.is_next and $8::text is not null then pg_notify('rekindle_jobs', $8) is not null
              else news.is_next end as is_next
  from moment, news`,
);
