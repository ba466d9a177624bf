import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { ScheduledRow } from "./job-request.ts";

/** The job of this type and key that waits, if any, locked until the transaction ends. */
export async function findWaitingJob(
  queryable: Queryable,
  { jobType, key }: { readonly jobType: string; readonly key: string },
): Promise<ScheduledRow | null> {
  const rows = await queryable.run(FIND_WAITING_JOB, [jobType, key]);
  return rows[0] ?? null;
}

export const FIND_WAITING_JOB: Statement<ScheduledRow> = statement(
  "find-waiting-job",
  ["job_id", "scheduled_time"],
  `
  select job_id, scheduled_time
  from scheduled_jobs
  where job_type = $1 and job_key = $2 and status = 'pending'
  for update`,
);
