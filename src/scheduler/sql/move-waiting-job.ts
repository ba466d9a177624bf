import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface MovedRow {
  readonly job_type: string;
  readonly scheduled_time: Date;
}

export interface Move {
  readonly jobId: string;
  /** `null`: now, unless it was due before. */
  readonly at: Date | null;
  readonly now: Date | null;
}

/** pending → pending at another moment, by an operator. `null`: it is not pending. */
export async function moveWaitingJob(queryable: Queryable, { jobId, at, now }: Move): Promise<MovedRow | null> {
  const rows = await queryable.run(MOVE_WAITING_JOB, [jobId, at, now]);
  return rows[0] ?? null;
}

// Moments are whole milliseconds, as a `Date` is.
export const MOVE_WAITING_JOB: Statement<MovedRow> = statement(
  "move-waiting-job",
  ["job_type", "scheduled_time"],
  `
  update scheduled_jobs
  set scheduled_time = date_trunc('milliseconds', coalesce(
        $2::timestamptz, least(scheduled_time, coalesce($3::timestamptz, clock_timestamp()))))
  where job_id = $1 and status = 'pending'
  returning job_type, scheduled_time`,
);
