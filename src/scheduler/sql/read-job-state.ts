import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";

export interface JobStateRow {
  readonly status: JobStatus;
  readonly cancel_reason: string | null;
}

/** The state that a job is in. */
export async function readJobState(queryable: Queryable, jobId: string): Promise<JobStateRow | null> {
  const rows = await queryable.run(READ_JOB_STATE, [jobId]);
  return rows[0] ?? null;
}

export const READ_JOB_STATE: Statement<JobStateRow> = statement(
  "read-job-state",
  ["status", "cancel_reason"],
  "select status, cancel_reason from scheduled_jobs where job_id = $1",
);
