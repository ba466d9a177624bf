import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { CronReach } from "./cron-reach.ts";

export interface NextDueRow {
  readonly next_due: Date | null;
}

/** The earliest moment at which a waiting job of a known type is due, paused types apart, or a cron schedule makes one. */
export async function findNextDue(queryable: Queryable, { jobTypes, unreadable }: CronReach): Promise<Date | null> {
  const rows = await queryable.run(FIND_NEXT_DUE, [jobTypes, unreadable]);
  return rows[0]?.next_due ?? null;
}

// Rounded up: a row that somebody else wrote may be due within a millisecond, and a clock set to the truncated moment
// would not find it.
export const FIND_NEXT_DUE: Statement<NextDueRow> = statement(
  "find-next-due",
  ["next_due"],
  `
  select date_trunc('milliseconds', interval '999 microseconds' + least(
    (select min(waiting.scheduled_time)
      from unnest($1::text[]) as known (job_type)
      cross join lateral (
        select scheduled_time from scheduled_jobs
        where status = 'pending' and job_type = known.job_type
        order by scheduled_time limit 1
      ) as waiting
      where not exists (select from paused_job_types as paused where paused.job_type = known.job_type)),
    (select next_slot from cron_schedules
      where next_slot is not null and job_type = any($1::text[])
        and not (concat_ws(chr(10), name, time_zone, expression) = any($2::text[]))
      order by next_slot limit 1)
  )) as next_due`,
);
