import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface NextDueRow {
  readonly next_due: Date | null;
}

/** The earliest moment at which a waiting job of one of these types is due, paused ones apart. */
export async function findNextDue(queryable: Queryable, jobTypes: readonly string[]): Promise<Date | null> {
  const rows = await queryable.run(FIND_NEXT_DUE, [jobTypes]);
  return rows[0]?.next_due ?? null;
}

// Rounded up: a row that somebody else wrote may be due within a millisecond, and a clock set to the truncated moment
// would not find it.
export const FIND_NEXT_DUE: Statement<NextDueRow> = statement(
  "find-next-due",
  ["next_due"],
  `
  select date_trunc('milliseconds', min(waiting.scheduled_time) + interval '999 microseconds') as next_due
  from unnest($1::text[]) as known (job_type)
  cross join lateral (
    select scheduled_time from scheduled_jobs
    where status = 'pending' and job_type = known.job_type
    order by scheduled_time limit 1
  ) as waiting
  where not exists (select from paused_job_types as paused where paused.job_type = known.job_type)`,
);
