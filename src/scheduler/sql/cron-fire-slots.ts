import { type Queryable, type Statement, statement } from "../../database/index.ts";

/** What is to become of a schedule whose slot has come. */
export interface SlotToFire {
  readonly name: string;
  /** What was read: where it is not there any more, somebody else was first, and nothing is written. */
  readonly expression: string;
  readonly timeZone: string;
  readonly dueSlot: Date;
  /** The newest slot that this deals with, fired or passed over; `null` where it turned out to be none. */
  readonly lastSlot: Date | null;
  /** The slot that makes a job; `null`: none does. */
  readonly slot: Date | null;
  readonly nextSlot: Date | null;
  readonly jobId: string;
}

export interface FiredRow {
  readonly name: string;
  /** `null`: the schedule moved on without a job. */
  readonly job_id: string | null;
}

/**
 * Moves schedules on, and makes the jobs of their slots, in one statement. Only those come back that this call moved:
 * whoever else tried at the same time gets none of them.
 */
export async function fireSlots(
  queryable: Queryable,
  { slots, now }: { readonly slots: readonly SlotToFire[]; readonly now: Date | null },
): Promise<readonly FiredRow[]> {
  const wanted = slots.map((slot) => ({
    name: slot.name,
    expression: slot.expression,
    time_zone: slot.timeZone,
    due_slot: slot.dueSlot,
    last_slot: slot.lastSlot,
    slot: slot.slot,
    next_slot: slot.nextSlot,
    job_id: slot.jobId,
  }));
  return queryable.run(FIRE_SLOTS, [JSON.stringify(wanted), now]);
}

// The schedules are locked in one order, and one that somebody else holds is passed over: he is firing or changing it.
//
// A job of the schedule that waits or runs is known by its key. The running ones are few, and have an index of their
// own. Both are asked for, although a waiting one would be a conflict: one that is being claimed at this very moment is
// none any more when the claim commits, but the snapshot still has it. `on conflict` is for a job that somebody
// schedules under that key at this very moment.
export const FIRE_SLOTS: Statement<FiredRow> = statement(
  "fire-cron-slots",
  ["name", "job_id"],
  `
  with wanted as materialized (
    select * from jsonb_to_recordset($1::jsonb) as wanted (name text, expression text, time_zone text,
      due_slot timestamptz, last_slot timestamptz, slot timestamptz, next_slot timestamptz, job_id text)
  ), held as materialized (
    select known.name, known.job_type, known.payload, known.max_retries, known.overlap,
           coalesce(wanted.last_slot, known.last_slot) as last_slot, wanted.slot, wanted.next_slot, wanted.job_id,
           case known.overlap when 'skip' then known.name
             else left(known.name, 230) || '@' || to_char(wanted.slot at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
           end as job_key
    from cron_schedules as known
    join wanted on wanted.name = known.name
    where date_trunc('milliseconds', known.next_slot) = wanted.due_slot
      and known.expression = wanted.expression and known.time_zone = wanted.time_zone
    order by known.name
    for update of known skip locked
  ), moved as (
    update cron_schedules as known
    set last_slot = held.last_slot, next_slot = held.next_slot
    from held
    where known.name = held.name
    returning known.name
  ), made as (
    insert into scheduled_jobs (job_id, job_type, job_key, scheduled_time, payload, max_retries, created_at)
    select job_id, job_type, job_key, slot, payload, max_retries, coalesce($2::timestamptz, clock_timestamp())
    from held
    where slot is not null
      and not exists (select from scheduled_jobs as waiting
        where waiting.job_type = held.job_type and waiting.job_key = held.job_key and waiting.status = 'pending')
      and not exists (select from scheduled_jobs as running
        where running.job_type = held.job_type and running.job_key = held.job_key and running.status = 'running')
    on conflict (job_type, job_key) where status = 'pending' and job_key is not null do nothing
    returning job_id
  )
  select moved.name, made.job_id
  from moved
  join held on held.name = moved.name
  left join made on made.job_id = held.job_id`,
);
