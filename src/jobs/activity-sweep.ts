import { type Database, transactionRepeated } from "../database/index.ts";
import { type FollowUpParts, replanSpread } from "../follow-ups/index.ts";
import { addMs, HOUR_MS, toError } from "../kernel/index.ts";
import { listOpen } from "../outbound/index.ts";
import { listPermittedPeople } from "../privacy/index.ts";
import type { JobOutcome, JobRun } from "../scheduler/index.ts";
import { activitySweepJob, deliverMessageJob, followUpMessageJob, type PersonId } from "../vocabulary/index.ts";
import { endDaily } from "./daily.ts";

/** People a page. Guessed. */
const PAGE_SIZE = 50;

/** A message that is open for longer than this has perhaps lost its job. */
const OPEN_TOO_LONG_MS = 1 * HOUR_MS;

/** Once a day: whatever went wrong before, whoever may be written to has a plan, and whatever is in line has a job that sends it. */
export async function activitySweep(
  database: Database,
  parts: FollowUpParts,
  { scheduledTime, signal }: JobRun<Record<string, never>>,
): Promise<JobOutcome> {
  await resumeDeliveries(database, parts, signal);
  await planForEveryone(database, parts, signal);
  return endDaily(parts.scheduler, activitySweepJob, { scheduledTime, signal, now: await database.now() });
}

async function planForEveryone(database: Database, parts: FollowUpParts, signal: AbortSignal): Promise<void> {
  const pages = (after: string) => listPermittedPeople(database, { after, limit: PAGE_SIZE });
  for (let page = await pages(""); page.length > 0 && !signal.aborted; page = await pages(page.at(-1) ?? "")) {
    for (const person of await withoutPlan(database, parts, page)) {
      await planFor(database, parts, person);
    }
  }
}

/** Almost everybody has a plan: those are looked at together. */
async function withoutPlan(
  database: Database,
  { scheduler }: FollowUpParts,
  people: readonly PersonId[],
): Promise<readonly PersonId[]> {
  return transactionRepeated(database, async (transaction) => {
    const found: PersonId[] = [];
    for (const person of people) {
      if ((await scheduler.findPending(transaction, followUpMessageJob, person)) === null) {
        found.push(person);
      }
    }
    return found;
  });
}

/** In a transaction of their own, so that nobody waits for the sweep; what goes wrong with one is not the others' loss. */
async function planFor(database: Database, parts: FollowUpParts, person: PersonId): Promise<void> {
  try {
    await transactionRepeated(database, async (transaction) => {
      if ((await parts.scheduler.findPending(transaction, followUpMessageJob, person)) === null) {
        await replanSpread(parts, transaction, person);
      }
    });
  } catch (thrown) {
    parts.logger.error({ error: toError(thrown).message }, "the daily sweep could not plan for a person");
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
