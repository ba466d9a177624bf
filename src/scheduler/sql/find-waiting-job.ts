import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface WaitingRow {
  readonly job_id: string;
  readonly scheduled_time: Date;
}

/** The job of this type and key that waits, if any, locked until the transaction ends. */
export async function findWaitingJob(
  queryable: Queryable,
  { jobType, key }: { readonly jobType: string; readonly key: string },
): Promise<WaitingRow | null> {
  const rows = await queryable.run(FIND_WAITING_JOB, [jobType, key]);
  return rows[0] ?? null;
}

export const FIND_WAITING_JOB: Statement<WaitingRow> = statement(
  "find-waiting-job",
  ["job_id", "scheduled_time"],
  `
  select job_id, scheduled_time
  from scheduled_jobs
  where job_type = $1 and job_key = $2 and status = 'pending'
  for update`,
);
