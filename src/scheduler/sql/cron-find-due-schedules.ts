import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { CronCatchUp } from "../cron/cron-types.ts";
import type { CronReach } from "./cron-reach.ts";

export interface DueScheduleRow {
  readonly name: string;
  readonly expression: string;
  readonly time_zone: string;
  readonly catch_up: CronCatchUp;
  readonly last_slot: Date | null;
  readonly due_slot: Date;
  /** The moment of this look, on the clock that slots go by. */
  readonly looked_at: Date;
}

/** Schedules with a slot that has come, the longest due first. Locks nothing: others may be firing them. */
export async function findDueSchedules(
  queryable: Queryable,
  { jobTypes, unreadable, now, limit }: CronReach & { readonly now: Date | null; readonly limit: number },
): Promise<readonly DueScheduleRow[]> {
  return queryable.run(FIND_DUE_SCHEDULES, [jobTypes, unreadable, now, limit]);
}

// Only of known types: what is left over from a type that no process has any more must not make jobs for ever.
export const FIND_DUE_SCHEDULES: Statement<DueScheduleRow> = statement(
  "find-due-cron-schedules",
  ["name", "expression", "time_zone", "catch_up", "last_slot", "due_slot", "looked_at"],
  `
  with moment as materialized (select coalesce($3::timestamptz, clock_timestamp()) as now)
  select name, expression, time_zone, catch_up, last_slot, date_trunc('milliseconds', next_slot) as due_slot,
         (select now from moment) as looked_at
  from cron_schedules
  where next_slot <= (select now from moment) and job_type = any($1::text[])
    and not (concat_ws(chr(10), name, time_zone, expression) = any($2::text[]))
  order by next_slot
  limit $4::integer`,
);
