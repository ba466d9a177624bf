import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { type JobRequest, requestParameters, type ScheduledRow } from "./job-request.ts";

/** Stores a request, unless one of the same key waits: then nothing changes and the row that waits comes back. */
export async function keepWaitingJob(queryable: Queryable, request: JobRequest): Promise<ScheduledRow | null> {
  const rows = await queryable.run(KEEP_WAITING_JOB, requestParameters(request));
  return rows[0] ?? null;
}

// The update that changes nothing is there to get the row back, and to lock it: what waits when this returns still
// waits when the caller's transaction commits. `do nothing` would return no row.
export const KEEP_WAITING_JOB: Statement<ScheduledRow> = statement(
  "keep-waiting-job",
  ["job_id", "scheduled_time"],
  `
  insert into scheduled_jobs as job (job_id, job_type, job_key, scheduled_time, payload, max_retries, created_at)
  values ($1, $2, $3, date_trunc('milliseconds', coalesce($4::timestamptz, $7::timestamptz, clock_timestamp())),
          $5::jsonb, $6::integer, coalesce($7::timestamptz, clock_timestamp()))
  on conflict (job_type, job_key) where status = 'pending' and job_key is not null
  do update set job_key = job.job_key
  returning job.job_id, job.scheduled_time`,
);
