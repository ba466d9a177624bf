import type { Transaction } from "../database/index.ts";
import { addMs, DAY_MS } from "../kernel/index.ts";
import type { Scheduler } from "../scheduler/index.ts";
import type { activitySweepJob, dataCleanupJob } from "../vocabulary/index.ts";

/** The one that waits has this key: there is one of each type. */
export const DAILY_KEY = "daily";

/** Schedules the next run of a daily job, a day after `after`; days that were missed are not made up for. */
export async function scheduleDaily(
  scheduler: Scheduler,
  job: typeof activitySweepJob | typeof dataCleanupJob,
  { after, transaction }: { readonly after: Date; readonly transaction: Transaction },
): Promise<void> {
  const now = await transaction.now();
  const missedDays = Math.max(0, Math.floor((now.getTime() - after.getTime()) / DAY_MS));
  await scheduler.schedule(
    job,
    {},
    { key: DAILY_KEY, at: addMs(after, (missedDays + 1) * DAY_MS), mode: "keep", transaction },
  );
}
