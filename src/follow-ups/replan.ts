import { lockPerson } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { latest, numberFor } from "../kernel/index.ts";
import { followUpMessageJob, type PersonId, type ReasonCode } from "../vocabulary/index.ts";
import type { Assessment, FollowUpSnapshot } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { assess, spreadFrom } from "./policy/assess.ts";
import { readSnapshot } from "./snapshot.ts";
import { endWaitingOrders } from "./sql/orders.ts";

/** What a job is cancelled with. Says nothing of why: job rows are shown to more people than reasons are. */
const REPLANNED = "replanned";

/** Reasons that pass by themselves: an order waits for its turn. */
const ORDERS_WAIT: readonly ReasonCode[] = ["already_queued", "paused"];

/**
 * Plans the next follow-up of a person anew. The only function that schedules one.
 *
 * A job that waits is moved only to an earlier moment: a due job sees by itself what happened since, and waits on. Where nothing
 * will be sent, nothing waits: neither a job nor an order. Reads our own tables alone.
 */
export async function replan(parts: FollowUpParts, transaction: Transaction, person: PersonId): Promise<void> {
  await plan(parts, transaction, { person, spread: false });
}

/** The same for many people at once: whoever is due now gets a moment of the next hours, so that it is no burst. */
export async function replanSpread(parts: FollowUpParts, transaction: Transaction, person: PersonId): Promise<void> {
  await plan(parts, transaction, { person, spread: true });
}

async function plan(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, spread }: { readonly person: PersonId; readonly spread: boolean },
): Promise<void> {
  await lockPerson(transaction, person);
  const { assessment, snapshot } = await assessPerson(parts, transaction, person);
  if (assessment.type !== "ready") {
    await parts.scheduler.cancelPending(transaction, followUpMessageJob, { key: person, reason: REPLANNED });
    if (!ORDERS_WAIT.includes(assessment.reasonCode)) {
      await transaction.run(endWaitingOrders, [person, assessment.reasonCode]);
    }
    return;
  }
  const late = spread && assessment.at <= snapshot.now;
  const at = late ? spreadFrom(latest(assessment.at, snapshot.now), numberFor(person), snapshot.hours) : assessment.at;
  const pending = await parts.scheduler.findPending(transaction, followUpMessageJob, person);
  if (pending === null || at < pending.scheduledTime) {
    await parts.scheduler.schedule(
      followUpMessageJob,
      { personId: person },
      { key: person, at, mode: "replace", transaction },
    );
  }
}

/** What may happen for this person, seen from now. For the page, for commands, and for planning. */
export async function assessPerson(
  { settings }: Pick<FollowUpParts, "settings">,
  transaction: Transaction,
  person: PersonId,
): Promise<{ readonly snapshot: FollowUpSnapshot; readonly assessment: Assessment }> {
  const snapshot = await readSnapshot(transaction, person, { settings });
  return { snapshot, assessment: assess(snapshot, settings) };
}
