import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface RetriedRow {
  readonly job_type: string;
  readonly scheduled_time: Date;
}

/**
 * failed or cancelled → pending, due now, with a clean record, by an operator. `null`: it is neither, or has a rival
 * (`find-rival`).
 *
 * @throws a unique violation when another job of its key begins to wait at this very moment.
 */
export async function retryJob(
  queryable: Queryable,
  { jobId, now }: { readonly jobId: string; readonly now: Date | null },
): Promise<RetriedRow | null> {
  const rows = await queryable.run(RETRY_JOB, [jobId, now]);
  return rows[0] ?? null;
}

// `request` stays, so this does not pass for newer than what came after it.
export const RETRY_JOB: Statement<RetriedRow> = statement(
  "retry-job",
  ["job_type", "scheduled_time"],
  `
  update scheduled_jobs as job
  set status = 'pending', scheduled_time = date_trunc('milliseconds', coalesce($2::timestamptz, clock_timestamp())),
      completed_at = null, error_message = null, retry_count = 0, crash_count = 0, cancel_reason = null
  where job.job_id = $1 and job.status in ('failed', 'cancelled')
    and not exists (select from scheduled_jobs as other
      where other.job_type = job.job_type and other.job_key = job.job_key and other.status = 'pending')
    and not exists (select from scheduled_jobs as other
      where other.job_type = job.job_type and other.job_key = job.job_key and other.status = 'running'
        and other.request > job.request)
  returning job.job_type, job.scheduled_time`,
);
