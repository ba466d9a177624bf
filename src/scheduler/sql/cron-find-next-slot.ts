import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface NextSlotRow {
  readonly next_slot: Date | null;
}

/** The schedules that a process can fire. */
export interface CronReach {
  readonly jobTypes: readonly string[];
  /** What this process could not read; see `cron-memory.ts`. */
  readonly unreadable: readonly string[];
}

/** The earliest slot to come, over the schedules that this process can fire; it may lie in the past. */
export async function findNextSlot(queryable: Queryable, { jobTypes, unreadable }: CronReach): Promise<Date | null> {
  const rows = await queryable.run(FIND_NEXT_SLOT, [jobTypes, unreadable]);
  return rows[0]?.next_slot ?? null;
}

// Rounded up, as in `find-next-due`, for rows that somebody wrote by hand.
export const FIND_NEXT_SLOT: Statement<NextSlotRow> = statement(
  "find-next-slot",
  ["next_slot"],
  `
  select date_trunc('milliseconds', next_slot + interval '999 microseconds') as next_slot
  from cron_schedules
  where next_slot is not null and job_type = any($1::text[])
    and not (concat_ws(chr(10), name, time_zone, expression) = any($2::text[]))
  order by next_slot
  limit 1`,
);
