import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface CancelRow {
  readonly job_type: string;
  /** What the job is now: a running one goes on until its worker ends it. */
  readonly status: "cancelled" | "running";
}

/**
 * pending → cancelled, by an operator; a running job is asked to end instead, with a reason that its worker finds. `null`:
 * it is neither, or was asked before.
 */
export async function cancelJob(
  queryable: Queryable,
  { jobId, reason, now }: { readonly jobId: string; readonly reason: string; readonly now: Date | null },
): Promise<CancelRow | null> {
  const rows = await queryable.run(CANCEL_JOB, [jobId, reason, now]);
  return rows[0] ?? null;
}

// One update for both: whoever holds the row (a claim, the end of a run) is waited for, and then the state that they leave
// behind decides. Two updates one after the other could miss a job that is claimed between them.
export const CANCEL_JOB: Statement<CancelRow> = statement(
  "cancel-job",
  ["job_type", "status"],
  `
  update scheduled_jobs
  set status = case status when 'pending' then 'cancelled' else status end,
      completed_at = case status when 'pending' then coalesce($3::timestamptz, clock_timestamp()) end,
      error_message = case status when 'pending' then $2 else error_message end,
      cancel_reason = case status when 'running' then $2 end
  where job_id = $1 and (status = 'pending' or (status = 'running' and cancel_reason is null))
  returning job_type, status`,
);
