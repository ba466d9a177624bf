import type { Transaction } from "../database/index.ts";
import { addMs, DAY_MS, MINUTE_MS } from "../kernel/index.ts";
import type { JobOutcome, Scheduler } from "../scheduler/index.ts";
import { type activitySweepJob, DAILY_JOB_KEY, type dataCleanupJob } from "../vocabulary/index.ts";

type DailyJob = typeof activitySweepJob | typeof dataCleanupJob;

/** Makes sure that a run of a daily job waits; one that waits already is left as it is. @param at - when; now if it is not given */
export async function ensureDaily(scheduler: Scheduler, job: DailyJob, at?: Date): Promise<void> {
  await scheduler.schedule(job, {}, { key: DAILY_JOB_KEY, mode: "keep", ...(at === undefined ? {} : { at }) });
}

/** The end of a daily run: the next one, a day after this one was due; soon, where this one was cut short. */
export function endDaily(
  scheduler: Scheduler,
  job: DailyJob,
  { scheduledTime, signal, now }: { readonly scheduledTime: Date; readonly signal: AbortSignal; readonly now: Date },
): JobOutcome {
  if (signal.aborted) {
    return { type: "snooze", until: addMs(now, MINUTE_MS) };
  }
  const missedDays = Math.max(0, Math.floor((now.getTime() - scheduledTime.getTime()) / DAY_MS));
  const at = addMs(scheduledTime, (missedDays + 1) * DAY_MS); // days that were missed are not made up for
  const write = async (transaction: Transaction): Promise<void> => {
    await scheduler.schedule(job, {}, { key: DAILY_JOB_KEY, at, mode: "keep", transaction });
  };
  return { type: "completed", write };
}
