import { type Queryable, type Statement, statement } from "../../database/index.ts";
import { CRON_SCHEDULE_COLUMNS, type CronScheduleRow } from "./cron-define-schedule.ts";

/** All schedules, or the one of this name, by name. */
export async function listCronSchedules(
  queryable: Queryable,
  name: string | null,
): Promise<readonly CronScheduleRow[]> {
  return queryable.run(LIST_CRON_SCHEDULES, [name]);
}

export const LIST_CRON_SCHEDULES: Statement<CronScheduleRow> = statement(
  "list-cron-schedules",
  CRON_SCHEDULE_COLUMNS,
  `
  select name, expression, time_zone, job_type, payload, catch_up, overlap, last_slot, next_slot, paused_at,
         created_at, updated_at
  from cron_schedules
  where $1::text is null or name = $1
  order by name`,
);
