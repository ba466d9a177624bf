import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { CronReach } from "./cron-reach.ts";

export interface LookAheadRow {
  /** The moment of this look, on the clock that jobs are due by. */
  readonly looked_at: Date;
  /** The earliest waiting job of a type that is asked for and not paused; may lie in the past. */
  readonly next_due: Date | null;
  /** The earliest slot of a cron schedule that this process can fire; may lie in the past. */
  readonly next_slot: Date | null;
  /** Real milliseconds until the first lease that is not ours ends; negative when it has ended. */
  readonly next_expiry_in_ms: number | null;
  /** Runs in progress, in every process. */
  readonly running: number;
}

export interface LookAhead {
  readonly jobTypes: readonly string[];
  /** The leases of runs that are known to be alive, because they are in this process. */
  readonly ownLeases: readonly string[];
  readonly now: Date | null;
  readonly cron: CronReach;
}

/** What a worker must know to sleep exactly as long as it may. Locks nothing. */
export async function lookAhead(queryable: Queryable, look: LookAhead): Promise<LookAheadRow | null> {
  const { jobTypes, ownLeases, now, cron } = look;
  const rows = await queryable.run(LOOK_AHEAD, [jobTypes, ownLeases, now, cron.jobTypes, cron.unreadable]);
  return rows[0] ?? null;
}

// The database answers with differences of its own clock, so a wrong host clock moves no wake-up.
export const LOOK_AHEAD: Statement<LookAheadRow> = statement(
  "look-ahead",
  ["looked_at", "next_due", "next_slot", "next_expiry_in_ms", "running"],
  `
  select
    coalesce($3::timestamptz, clock_timestamp()) as looked_at,
    (select date_trunc('milliseconds', min(waiting.scheduled_time) + interval '999 microseconds')
      from unnest($1::text[]) as known (job_type)
      cross join lateral (
        select scheduled_time from scheduled_jobs
        where status = 'pending' and job_type = known.job_type
        order by scheduled_time limit 1
      ) as waiting
      where not exists (select from paused_job_types as paused where paused.job_type = known.job_type)) as next_due,
    (select date_trunc('milliseconds', next_slot + interval '999 microseconds') from cron_schedules
      where next_slot is not null and job_type = any($4::text[])
        and not (concat_ws(chr(10), name, time_zone, expression) = any($5::text[]))
      order by next_slot limit 1) as next_slot,
    (select (extract(epoch from min(lease_until) - clock_timestamp()) * 1000)::float8 from scheduled_jobs
      where status = 'running' and not (lease_token = any($2::uuid[]))) as next_expiry_in_ms,
    (select count(*)::integer from scheduled_jobs where status = 'running') as running`,
);
