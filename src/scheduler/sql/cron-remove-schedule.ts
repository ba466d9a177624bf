import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface CronNameRow {
  readonly name: string;
}

/** Deletes a schedule. Jobs that it made stay. `false`: there was none. */
export async function removeCronSchedule(queryable: Queryable, name: string): Promise<boolean> {
  const rows = await queryable.run(REMOVE_CRON_SCHEDULE, [name]);
  return rows.length > 0;
}

export const REMOVE_CRON_SCHEDULE: Statement<CronNameRow> = statement(
  "remove-cron-schedule",
  ["name"],
  `
  delete from cron_schedules
  where name = $1
  returning name`,
);
