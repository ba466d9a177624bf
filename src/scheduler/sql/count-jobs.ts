import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";

export interface JobCountRow {
  readonly job_type: string;
  readonly status: JobStatus;
  readonly count: number;
}

/** How many jobs there are of each type and state. Reads the whole table. */
export async function countJobs(queryable: Queryable): Promise<readonly JobCountRow[]> {
  return queryable.run(COUNT_JOBS);
}

export const COUNT_JOBS: Statement<JobCountRow> = statement(
  "count-jobs",
  ["job_type", "status", "count"],
  `
  select job_type, status, count(*)::integer as count
  from scheduled_jobs
  group by job_type, status
  order by job_type, status`,
);
