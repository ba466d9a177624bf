import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface CancelledRow {
  readonly job_id: string;
}

export interface Cancellation {
  readonly jobType: string;
  readonly key: string;
  readonly reason: string;
  readonly now: Date | null;
}

/** pending → cancelled, by whoever no longer wants it. No run ends by it, so there is no history row. */
export async function cancelWaitingJob(queryable: Queryable, cancellation: Cancellation): Promise<boolean> {
  const { jobType, key, reason, now } = cancellation;
  const rows = await queryable.run(CANCEL_WAITING_JOB, [jobType, key, reason, now]);
  return rows.length > 0;
}

export const CANCEL_WAITING_JOB: Statement<CancelledRow> = statement(
  "cancel-waiting-job",
  ["job_id"],
  `
  update scheduled_jobs
  set status = 'cancelled', completed_at = coalesce($4::timestamptz, clock_timestamp()), error_message = $3
  where job_type = $1 and job_key = $2 and status = 'pending'
  returning job_id`,
);
