import { addMs, MINUTE_MS } from "../../kernel/index.ts";
import type { CronSlots } from "./cron-slots.ts";
import type { CronCatchUp } from "./cron-types.ts";

/** A schedule whose stored slot has come. */
export interface DueSchedule {
  readonly slots: CronSlots;
  readonly catchUp: CronCatchUp;
  readonly lastSlot: Date | null;
  /** The slot that was stored as the next. */
  readonly dueSlot: Date;
}

/** What is to become of it. */
export interface FiringPlan {
  /** The slot that makes a job. */
  readonly slot: Date | null;
  /** The newest slot that is dealt with by this. */
  readonly lastSlot: Date | null;
  readonly nextSlot: Date | null;
  /** The first and the last of the slots that pass without a job. */
  readonly missed: { readonly first: Date; readonly last: Date } | null;
}

/** How late a slot may be and still count as on time: what a process needs that sleeps, is busy, or lost its database. */
export function graceOf({ maxSleepMs }: { readonly maxSleepMs: number }): number {
  return Math.max(MINUTE_MS, 2 * maxSleepMs);
}

/** Decides about a schedule at the moment `now`, which is not before its stored slot. */
export function planFiring(schedule: DueSchedule, now: Date, graceMs: number): FiringPlan {
  const { slots, catchUp, lastSlot, dueSlot } = schedule;
  const nextSlot = slots.next(now);
  const newest = slots.latest(now);
  const isNew = newest !== null && (newest >= dueSlot || (lastSlot !== null && newest > lastSlot));
  if (!isNew) {
    // The stored slot is none any more: the rules of the zone have changed since it was stored.
    return { slot: null, lastSlot: null, nextSlot, missed: null };
  }
  const tooLate = catchUp === "skip" && now.getTime() - newest.getTime() > graceMs;
  const lastMissed = tooLate ? newest : slots.latest(addMs(newest, -1));
  const missed = lastMissed !== null && lastMissed >= dueSlot ? { first: dueSlot, last: lastMissed } : null;
  return { slot: tooLate ? null : newest, lastSlot: newest, nextSlot, missed };
}
