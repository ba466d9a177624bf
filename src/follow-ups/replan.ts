import { lockPerson } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { followUpMessageJob, type PersonId } from "../vocabulary/index.ts";
import type { Assessment, FollowUpSnapshot } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { assess } from "./policy/assess.ts";
import { readSnapshot } from "./snapshot.ts";

/**
 * Plans the next follow-up of a person anew. The only function that schedules one.
 *
 * A job that waits is moved only to an earlier moment: a due job sees by itself what happened since, and waits on. So a message
 * of theirs costs no write where one is planned. Reads our own tables alone.
 */
export async function replan(parts: FollowUpParts, transaction: Transaction, person: PersonId): Promise<void> {
  await lockPerson(transaction, person);
  const { assessment } = await assessPerson(parts, transaction, person);
  const pending = await parts.scheduler.findPending(transaction, followUpMessageJob, person);
  if (assessment.type !== "ready") {
    if (pending !== null) {
      await parts.scheduler.cancelPending(transaction, followUpMessageJob, {
        key: person,
        reason: assessment.reasonCode,
      });
    }
    return;
  }
  if (pending === null || assessment.at < pending.scheduledTime) {
    await parts.scheduler.schedule(
      followUpMessageJob,
      { personId: person },
      { key: person, at: assessment.at, mode: "replace", transaction },
    );
  }
}

/** What may happen for this person, seen from now. For the page, for commands, and for planning. */
export async function assessPerson(
  { settings }: FollowUpParts,
  transaction: Transaction,
  person: PersonId,
): Promise<{ readonly snapshot: FollowUpSnapshot; readonly assessment: Assessment }> {
  const snapshot = await readSnapshot(transaction, person, { settings });
  return { snapshot, assessment: assess(snapshot, settings) };
}
