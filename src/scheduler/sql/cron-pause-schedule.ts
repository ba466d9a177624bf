import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { CronNameRow } from "./cron-remove-schedule.ts";

/** From now on no slot of this schedule fires. Paused already: nothing changes. `false`: there is none of this name. */
export async function pauseCronSchedule(
  queryable: Queryable,
  { name, now }: { readonly name: string; readonly now: Date | null },
): Promise<boolean> {
  const rows = await queryable.run(PAUSE_CRON_SCHEDULE, [name, now]);
  return rows.length > 0;
}

export const PAUSE_CRON_SCHEDULE: Statement<CronNameRow> = statement(
  "pause-cron-schedule",
  ["name"],
  `
  update cron_schedules
  set paused_at = coalesce(paused_at, $2::timestamptz, clock_timestamp()), next_slot = null
  where name = $1
  returning name`,
);
