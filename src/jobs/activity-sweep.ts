import type { Database, Transaction } from "../database/index.ts";
import { type FollowUpParts, replan } from "../follow-ups/index.ts";
import { addMs, DAY_MS } from "../kernel/index.ts";
import { listPermittedPeople } from "../privacy/index.ts";
import type { JobOutcome, JobRun, Scheduler } from "../scheduler/index.ts";
import { activitySweepJob } from "../vocabulary/index.ts";

/** People a page: a transaction each, so nobody waits for the whole sweep. Guessed. */
const PAGE_SIZE = 200;

/** Once a day: whoever may be written to and has no plan gets one, whatever went wrong before. */
export async function activitySweep(
  database: Database,
  parts: FollowUpParts,
  { scheduledTime, signal }: JobRun<Record<string, never>>,
): Promise<JobOutcome> {
  let after = "";
  let page = await listPermittedPeople(database, { after, limit: PAGE_SIZE });
  while (page.length > 0 && !signal.aborted) {
    for (const person of page) {
      await database.transaction((transaction) => replan(parts, transaction, person));
      after = person;
    }
    page = await listPermittedPeople(database, { after, limit: PAGE_SIZE });
  }
  return { type: "completed", write: (transaction) => scheduleDaily(parts.scheduler, activitySweepJob, { after: scheduledTime, transaction }) };
}

type DailyJob = Parameters<Scheduler["schedule"]>[0] & { readonly name: string };

/** Schedules tomorrow's run of a daily job; missed days are not made up for. */
export async function scheduleDaily(
  scheduler: Scheduler,
  job: DailyJob,
  { after, transaction }: { readonly after: Date; readonly transaction: Transaction },
): Promise<void> {
  const now = await transaction.now();
  const missedDays = Math.max(0, Math.floor((now.getTime() - after.getTime()) / DAY_MS));
  await scheduler.schedule(job, {}, { key: "daily", at: addMs(after, (missedDays + 1) * DAY_MS), mode: "keep", transaction });
}
