import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface LastDayRow {
  readonly completed: number;
  readonly failed: number;
  readonly retried: number;
}

/** What ended in the 24 hours before now. */
export async function countLastDay(queryable: Queryable, now: Date | null): Promise<LastDayRow | null> {
  const rows = await queryable.run(COUNT_LAST_DAY, [now]);
  return rows[0] ?? null;
}

// Failed ones are counted as jobs, because a job also fails by a time-out or a crash, which the history calls by their
// own names.
export const COUNT_LAST_DAY: Statement<LastDayRow> = statement(
  "count-last-day",
  ["completed", "failed", "retried"],
  `
  with since as materialized (select coalesce($1::timestamptz, clock_timestamp()) - interval '24 hours' as moment)
  select
    (select count(*)::integer from job_execution_history
      where execution_time >= (select moment from since) and status = 'completed') as completed,
    (select count(*)::integer from scheduled_jobs
      where completed_at >= (select moment from since) and status = 'failed') as failed,
    (select count(*)::integer from job_execution_history
      where execution_time >= (select moment from since) and status in ('retry', 'timed_out')) as retried`,
);
