import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface NextDueRow {
  readonly next_due: Date;
}

/** The earliest moment at which a waiting job of one of these types is due. */
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
  select date_trunc('milliseconds', scheduled_time + interval '999 microseconds') as next_due
  from scheduled_jobs
  where status = 'pending' and job_type = any($1::text[])
  order by scheduled_time
  limit 1`,
);
