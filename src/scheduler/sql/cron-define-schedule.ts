import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { CronCatchUp, CronOverlap } from "../cron/cron-types.ts";

export interface CronScheduleRow {
  readonly name: string;
  readonly expression: string;
  readonly time_zone: string;
  readonly job_type: string;
  readonly payload: unknown;
  readonly catch_up: CronCatchUp;
  readonly overlap: CronOverlap;
  readonly last_slot: Date | null;
  readonly next_slot: Date | null;
  readonly paused_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** The columns of a {@link CronScheduleRow}. */
export const CRON_SCHEDULE_COLUMNS = [
  "name",
  "expression",
  "time_zone",
  "job_type",
  "payload",
  "catch_up",
  "overlap",
  "last_slot",
  "next_slot",
  "paused_at",
  "created_at",
  "updated_at",
] as const;

export interface StoredDefinition {
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly jobType: string;
  readonly payloadText: string;
  readonly maxRetries: number;
  readonly catchUp: CronCatchUp;
  readonly overlap: CronOverlap;
  /** The first slot from now on: taken where there was no such expression before. */
  readonly nextSlot: Date;
  readonly now: Date;
}

/** Makes a schedule, or changes the one of this name. The same definition again changes nothing. */
export async function defineCronSchedule(
  queryable: Queryable,
  definition: StoredDefinition,
): Promise<CronScheduleRow | null> {
  const { name, expression, timeZone, jobType, payloadText, maxRetries, catchUp, overlap, nextSlot, now } = definition;
  const parameters = [name, expression, timeZone, jobType, payloadText, maxRetries, catchUp, overlap, nextSlot, now];
  const rows = await queryable.run(DEFINE_CRON_SCHEDULE, parameters);
  return rows[0] ?? null;
}

// A definition that changes nothing is written all the same, with the values that are there, to get the row back: with
// a `where` it would not come back, and a second read might miss what another process has just committed.
//
// Locks the row until the transaction ends: until then its slots do not fire.
export const DEFINE_CRON_SCHEDULE: Statement<CronScheduleRow> = statement(
  "define-cron-schedule",
  CRON_SCHEDULE_COLUMNS,
  `
  insert into cron_schedules as known
    (name, expression, time_zone, job_type, payload, max_retries, catch_up, overlap, next_slot, created_at, updated_at)
  values ($1, $2, $3, $4, $5::jsonb, $6::integer, $7, $8, $9::timestamptz, $10::timestamptz, $10::timestamptz)
  on conflict (name) do update set
    last_slot = case
      when (known.expression, known.time_zone) = (excluded.expression, excluded.time_zone) then known.last_slot end,
    next_slot = case
      when known.paused_at is not null then null
      when (known.expression, known.time_zone) = (excluded.expression, excluded.time_zone)
        then coalesce(known.next_slot, excluded.next_slot)
      else excluded.next_slot end,
    updated_at = case
      when (known.expression, known.time_zone, known.job_type, known.payload, known.max_retries, known.catch_up,
            known.overlap)
         = (excluded.expression, excluded.time_zone, excluded.job_type, excluded.payload, excluded.max_retries,
            excluded.catch_up, excluded.overlap) then known.updated_at
      else excluded.updated_at end,
    expression = excluded.expression, time_zone = excluded.time_zone, job_type = excluded.job_type,
    payload = excluded.payload, max_retries = excluded.max_retries, catch_up = excluded.catch_up,
    overlap = excluded.overlap
  returning name, expression, time_zone, job_type, payload, catch_up, overlap, last_slot, next_slot, paused_at,
            created_at, updated_at`,
);
