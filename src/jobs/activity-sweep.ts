import type { Database } from "../database/index.ts";
import { type FollowUpParts, replan } from "../follow-ups/index.ts";
import { addMs, HOUR_MS } from "../kernel/index.ts";
import { listOpen } from "../outbound/index.ts";
import { listPermittedPeople } from "../privacy/index.ts";
import type { JobOutcome, JobRun } from "../scheduler/index.ts";
import { activitySweepJob, deliverMessageJob, followUpMessageJob } from "../vocabulary/index.ts";
import { scheduleDaily } from "./daily.ts";

/** People a page. Guessed. */
const PAGE_SIZE = 200;

/** A message that is open for longer than this has perhaps lost its job. */
const OPEN_TOO_LONG_MS = 1 * HOUR_MS;

/** Once a day: whatever went wrong before, whoever may be written to has a plan, and whatever is in line has a job that sends it. */
export async function activitySweep(
  database: Database,
  parts: FollowUpParts,
  { scheduledTime, signal }: JobRun<Record<string, never>>,
): Promise<JobOutcome> {
  await planForEveryone(database, parts, signal);
  await resumeDeliveries(database, parts, signal);
  return {
    type: "completed",
    write: (transaction) => scheduleDaily(parts.scheduler, activitySweepJob, { after: scheduledTime, transaction }),
  };
}

async function planForEveryone(database: Database, parts: FollowUpParts, signal: AbortSignal): Promise<void> {
  const pages = (after: string) => listPermittedPeople(database, { after, limit: PAGE_SIZE });
  for (let page = await pages(""); page.length > 0 && !signal.aborted; page = await pages(page.at(-1) ?? "")) {
    for (const person of page) {
      // One transaction each, so that nobody waits for the sweep.
      await database.transaction(async (transaction) => {
        if ((await parts.scheduler.findPending(transaction, followUpMessageJob, person)) === null) {
          await replan(parts, transaction, person);
        }
      });
    }
  }
}

async function resumeDeliveries(database: Database, { scheduler }: FollowUpParts, signal: AbortSignal): Promise<void> {
  const before = addMs(await database.now(), -OPEN_TOO_LONG_MS);
  const pages = (after: string) => listOpen(database, { before, after, limit: PAGE_SIZE });
  for (let page = await pages(""); page.length > 0 && !signal.aborted; page = await pages(page.at(-1) ?? "")) {
    for (const outboundId of page) {
      await scheduler.schedule(deliverMessageJob, { outboundId }, { key: outboundId, mode: "keep" });
    }
  }
}
