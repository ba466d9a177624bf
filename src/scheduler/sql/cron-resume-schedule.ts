import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { CronNameRow } from "./cron-remove-schedule.ts";

export interface Resumption {
  readonly name: string;
  /** What `nextSlot` was computed from. */
  readonly expression: string;
  readonly timeZone: string;
  readonly nextSlot: Date | null;
}

/** Ends the pause of a schedule. `false`: it was resumed, changed or removed meanwhile, and nothing was written. */
export async function resumeCronSchedule(queryable: Queryable, resumption: Resumption): Promise<boolean> {
  const { name, expression, timeZone, nextSlot } = resumption;
  const rows = await queryable.run(RESUME_CRON_SCHEDULE, [name, expression, timeZone, nextSlot]);
  return rows.length > 0;
}

export const RESUME_CRON_SCHEDULE: Statement<CronNameRow> = statement(
  "resume-cron-schedule",
  ["name"],
  `
  update cron_schedules
  set paused_at = null, next_slot = $4::timestamptz
  where name = $1 and expression = $2 and time_zone = $3 and paused_at is not null
  returning name`,
);
