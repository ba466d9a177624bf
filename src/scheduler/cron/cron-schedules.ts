import type { Transaction } from "../../database/index.ts";
import { invariant, latest } from "../../kernel/index.ts";
import { encodeNews, UNKNOWN_SENDER } from "../announcer.ts";
import { checkJobType, encodePayload } from "../check-request.ts";
import { DEFAULT_MAX_RETRIES } from "../job-registry.ts";
import type { SchedulerContext } from "../scheduler-context.ts";
import { type CronScheduleRow, defineCronSchedule } from "../sql/cron-define-schedule.ts";
import { listCronSchedules } from "../sql/cron-list-schedules.ts";
import { pauseCronSchedule } from "../sql/cron-pause-schedule.ts";
import { removeCronSchedule } from "../sql/cron-remove-schedule.ts";
import { resumeCronSchedule } from "../sql/cron-resume-schedule.ts";
import { notifyWorkers } from "../sql/notify-workers.ts";
import { checkDefinition, isName } from "./check-definition.ts";
import { CronInvalidError, CronNotFoundError } from "./cron-errors.ts";
import { readCron } from "./cron-slots.ts";
import type { CronDefinition, CronSchedule, CronSchedules } from "./cron-types.ts";

/** The schedules of a scheduler. */
export function createCronSchedules(context: SchedulerContext): CronSchedules {
  const { database } = context;

  return {
    define: (definition) => define(context, definition),
    remove: async (name) => isName(name) && removeCronSchedule(database, name),
    pause: async (name) => {
      const now = await database.timeSource.now(database);
      if (!isName(name) || !(await pauseCronSchedule(database, { name, now }))) {
        throw new CronNotFoundError(name);
      }
    },
    resume: (name) => resume(context, name),
    list: async () => (await listCronSchedules(database, null)).map(toSchedule),
  };
}

async function define(context: SchedulerContext, definition: CronDefinition<unknown>): Promise<CronSchedule> {
  const { type, payload, transaction } = definition;
  const { name, expression, timeZone, catchUp, overlap } = checkDefinition(definition);
  const slots = readCron(expression, timeZone);
  checkJobType(type);
  const encoded = encodePayload(type, payload);
  const payloadText = typeof encoded === "string" ? encoded : await encoded;

  const queryable = transaction ?? context.database;
  // A caller's own transaction may go by another clock.
  const now = (await context.database.timeSource.now(queryable)) ?? (await queryable.now());
  const nextSlot = slots.next(now);
  if (nextSlot === null) {
    throw new CronInvalidError("expression", "never comes to pass");
  }
  const job = { jobType: type.name, payloadText, maxRetries: type.maxRetries ?? DEFAULT_MAX_RETRIES };
  const stored = { name, expression, timeZone, catchUp, overlap, nextSlot, now, ...job };
  const row = await defineCronSchedule(queryable, stored);
  invariant(row !== null, "a stored schedule comes back");
  await tell(context, row, transaction);
  return toSchedule(row);
}

/** Lets whoever sleeps know of the next slot, with or after the commit. */
async function tell(context: SchedulerContext, row: CronScheduleRow, transaction?: Transaction): Promise<void> {
  const { next_slot: moment, job_type: jobType } = row;
  if (moment === null) {
    return;
  }
  const changed = (): void => context.changed({ type: "due", moment, jobType });
  if (transaction === undefined) {
    changed();
  } else if (transaction.ownCommit) {
    transaction.afterCommit(changed);
  } else {
    await notifyWorkers(transaction, [encodeNews(UNKNOWN_SENDER, { type: "due", jobType })]);
  }
}

async function resume(context: SchedulerContext, name: string): Promise<void> {
  const { database } = context;
  for (;;) {
    const [row] = isName(name) ? await listCronSchedules(database, name) : [];
    if (row === undefined) {
      throw new CronNotFoundError(name);
    }
    if (row.paused_at === null) {
      return;
    }
    const { expression, time_zone: timeZone } = row;
    // Not from before its last slot: a clock that was put back must not fire one again.
    const nextSlot = readCron(expression, timeZone).next(latest(await database.now(), row.last_slot));
    if (await resumeCronSchedule(database, { name, expression, timeZone, nextSlot })) {
      await tell(context, { ...row, next_slot: nextSlot });
      return;
    }
  }
}

function toSchedule(row: CronScheduleRow): CronSchedule {
  return {
    name: row.name,
    expression: row.expression,
    timeZone: row.time_zone,
    jobType: row.job_type,
    payload: row.payload,
    catchUp: row.catch_up,
    overlap: row.overlap,
    lastSlot: row.last_slot,
    nextSlot: row.next_slot,
    pausedAt: row.paused_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
