import { toError } from "../../kernel/index.ts";
import type { SchedulerContext } from "../scheduler-context.ts";
import { type DueScheduleRow, findDueSchedules } from "../sql/cron-find-due-schedules.ts";
import { fireSlots, type SlotToFire } from "../sql/cron-fire-slots.ts";
import type { CronReach } from "../sql/cron-reach.ts";
import { readCron } from "./cron-slots.ts";
import { type FiringPlan, graceOf, planFiring } from "./plan-firing.ts";

const BATCH = 100;

/**
 * Fires every slot that has come, of schedules whose job type is known here: the jobs are due when this returns. Any
 * number of processes may call it at the same time. Tells the events, and says how many jobs were made.
 */
export async function fireDueSlots(context: SchedulerContext, now: Date | null): Promise<number> {
  const { database } = context;
  let fired = 0;
  for (;;) {
    const due = await findDueSchedules(database, { ...cronReach(context), now, limit: BATCH });
    const plans = due.map((row) => plan(context, row)).filter((planned) => planned !== null);
    const moved = plans.length === 0 ? [] : await fireSlots(database, { slots: plans.map(toSlot), now });
    for (const { name, job_id: jobId } of moved) {
      const planned = plans.find((candidate) => candidate.row.name === name);
      if (planned !== undefined) {
        report(context, planned, jobId);
        fired += jobId === null ? 0 : 1;
      }
    }
    const allHeld = plans.length > 0 && moved.length === 0;
    if (due.length < BATCH || allHeld) {
      return fired;
    }
  }
}

/** The schedules that this process can fire. */
export function cronReach({ registry, unreadableSchedules }: SchedulerContext): CronReach {
  return { jobTypes: registry.names(), unreadable: unreadableSchedules.all() };
}

interface Planned extends FiringPlan {
  readonly row: DueScheduleRow;
  readonly jobId: string;
}

function plan(context: SchedulerContext, row: DueScheduleRow): Planned | null {
  try {
    const slots = readCron(row.expression, row.time_zone);
    const schedule = { slots, catchUp: row.catch_up, lastSlot: row.last_slot, dueSlot: row.due_slot };
    return { ...planFiring(schedule, row.looked_at, graceOf(context.options)), row, jobId: context.ids.next() };
  } catch (thrown) {
    leaveAlone(context, row, toError(thrown)); // whatever it is: the others must fire
    return null;
  }
}

function leaveAlone(
  { unreadableSchedules, logger, events }: SchedulerContext,
  row: DueScheduleRow,
  error: Error,
): void {
  const { name, due_slot: slot } = row;
  unreadableSchedules.add(row);
  logger.error({ name, error: error.message }, "a cron schedule cannot be read here: it is left to other processes");
  events.emit("cron:skipped", { name, slot, lastSlot: slot, reason: "unreadable" });
}

function toSlot({ row, slot, lastSlot, nextSlot, jobId }: Planned): SlotToFire {
  const { name, expression, time_zone: timeZone, due_slot: dueSlot } = row;
  return { name, expression, timeZone, dueSlot, slot, lastSlot, nextSlot, jobId };
}

function report({ logger, events }: SchedulerContext, planned: Planned, jobId: string | null): void {
  const { row, slot, missed } = planned;
  const { name, looked_at: lookedAt } = row;
  if (missed !== null) {
    const { first, last } = missed;
    logger.warn(
      { name, slot: first.toISOString(), lastSlot: last.toISOString() },
      "slots of a cron schedule were missed",
    );
    events.emit("cron:skipped", { name, slot: first, lastSlot: last, reason: "missed" });
  }
  if (slot === null) {
    return;
  }
  if (jobId === null) {
    logger.info({ name, slot: slot.toISOString() }, "a slot passes: a job of its cron schedule still waits or runs");
    events.emit("cron:skipped", { name, slot, lastSlot: slot, reason: "overlap" });
    return;
  }
  const lateByMs = lookedAt.getTime() - slot.getTime();
  logger.debug({ name, slot: slot.toISOString(), jobId, lateByMs }, "a cron schedule made a job");
  events.emit("cron:fired", { name, slot, jobId, lateByMs });
}
