import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface TypeDayRow {
  readonly job_type: string;
  readonly runs: number;
  /** Runs that did or did not do their work, so that rates can be told by them. */
  readonly judged: number;
  readonly completed: number;
  /** Runs that ended with an error or a time-out. */
  readonly retried: number;
  readonly crashed: number;
  readonly median_delay_ms: number | null;
  readonly p95_delay_ms: number | null;
  readonly median_duration_ms: number | null;
  readonly p95_duration_ms: number | null;
}

/** The runs that began in the 24 hours before now, by type. */
export async function summarizeLastDay(queryable: Queryable, now: Date | null): Promise<readonly TypeDayRow[]> {
  return queryable.run(SUMMARIZE_LAST_DAY, [now]);
}

// Reads the history of a day through its index, and sorts it twice: 200,000 runs take some 0.4 s. Both shares come from one
// sort, which is why they are asked for as an array.
export const SUMMARIZE_LAST_DAY: Statement<TypeDayRow> = statement(
  "summarize-last-day",
  [
    "job_type",
    "runs",
    "judged",
    "completed",
    "retried",
    "crashed",
    "median_delay_ms",
    "p95_delay_ms",
    "median_duration_ms",
    "p95_duration_ms",
  ],
  `
  with day as (
    select job_type, count(*)::integer as runs,
      (count(*) filter (where status in ('completed', 'retry', 'failed', 'timed_out', 'crashed')))::integer as judged,
      (count(*) filter (where status = 'completed'))::integer as completed,
      (count(*) filter (where status in ('retry', 'timed_out')))::integer as retried,
      (count(*) filter (where status = 'crashed'))::integer as crashed,
      percentile_cont(array[0.5, 0.95]) within group (order by queue_delay_ms) as delays_ms,
      percentile_cont(array[0.5, 0.95]) within group (order by duration_ms) as durations_ms
    from job_execution_history
    where execution_time >= (select coalesce($1::timestamptz, clock_timestamp()) - interval '24 hours')
    group by job_type
  )
  select job_type, runs, judged, completed, retried, crashed,
         delays_ms[1] as median_delay_ms, delays_ms[2] as p95_delay_ms,
         durations_ms[1] as median_duration_ms, durations_ms[2] as p95_duration_ms
  from day
  order by job_type`,
);
