import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus } from "../job-types.ts";

export interface JobCountRow {
  readonly job_type: string;
  readonly status: JobStatus;
  readonly count: number;
  /** The earliest moment that one of them is, or was, due. */
  readonly earliest: Date;
  /** Whether that moment has come. */
  readonly overdue: boolean;
  /** How many of them finished in the 24 hours before now. */
  readonly finished_last_day: number;
}

/** How many jobs there are of each type and state, and what else one walk through all of them shows. */
export async function countJobs(queryable: Queryable, now: Date | null): Promise<readonly JobCountRow[]> {
  return queryable.run(COUNT_JOBS, [now]);
}

// Reads the whole table, which is why retention keeps it small: 200,000 jobs take some 0.2 s. Moments are rounded up: a row that
// somebody else wrote may be due within a millisecond, and a clock set to the truncated moment would not find it.
export const COUNT_JOBS: Statement<JobCountRow> = statement(
  "count-jobs",
  ["job_type", "status", "count", "earliest", "overdue", "finished_last_day"],
  `
  with clock as materialized (select coalesce($1::timestamptz, clock_timestamp()) as now)
  select job_type, status, count(*)::integer as count,
         date_trunc('milliseconds', min(scheduled_time) + interval '999 microseconds') as earliest,
         min(scheduled_time) <= (select now from clock) as overdue,
         (count(*) filter (where completed_at >= (select now - interval '24 hours' from clock)))::integer as finished_last_day
  from scheduled_jobs
  group by job_type, status
  order by job_type, status`,
);
