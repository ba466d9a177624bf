import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { type JobRequest, requestParameters, type ScheduledRow } from "./job-request.ts";

/** Stores a request. Where one of its key waits, the new one takes its place: time, payload, and a clean record. */
export async function replaceWaitingJob(queryable: Queryable, request: JobRequest): Promise<ScheduledRow | null> {
  const rows = await queryable.run(REPLACE_WAITING_JOB, requestParameters(request));
  return rows[0] ?? null;
}

// `on conflict` on the partial index of waiting keys: when the row that waits is being claimed at this moment,
// PostgreSQL waits for that claim, finds the row gone from the index, and inserts. So no request is lost between
// waiting and running.
//
// `excluded.request` is the number drawn for the new row: it makes the row the newest request of its key.
//
// Moments are whole milliseconds, as a `Date` is: a clock that is set to the moment that was read back must find the
// job due.
export const REPLACE_WAITING_JOB: Statement<ScheduledRow> = statement(
  "replace-waiting-job",
  ["job_id", "scheduled_time"],
  `
  insert into scheduled_jobs as job (job_id, job_type, job_key, scheduled_time, payload, max_retries, created_at)
  values ($1, $2, $3, date_trunc('milliseconds', coalesce($4::timestamptz, $7::timestamptz, clock_timestamp())),
          $5::jsonb, $6::integer, coalesce($7::timestamptz, clock_timestamp()))
  on conflict (job_type, job_key) where status = 'pending' and job_key is not null
  do update set
    scheduled_time = excluded.scheduled_time, payload = excluded.payload, request = excluded.request,
    max_retries = excluded.max_retries, retry_count = 0, crash_count = 0, error_message = null
  returning job.job_id, job.scheduled_time`,
);
