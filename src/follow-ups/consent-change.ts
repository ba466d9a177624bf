import { forgetDerived, keepNewestTalk, lockPerson, noteActivity } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { forgetSources, withdrawAllQueued } from "../outbound/index.ts";
import { type ConsentRecord, recordConsent } from "../privacy/index.ts";
import type { FollowUpParts } from "./parts.ts";
import { replan } from "./replan.ts";
import { stripSources } from "./sql/follow-up-history.ts";
import { endOrders } from "./sql/orders.ts";

/**
 * A person said yes or no: puts it on record with all that follows. A yes keeps the talk in which it was given and makes facts
 * from it; a no withdraws what waits, deletes what was derived, and ends orders. Either way it is planned anew.
 */
export async function changeConsent(
  parts: FollowUpParts,
  transaction: Transaction,
  { record, name }: { readonly record: ConsentRecord; readonly name: string },
): Promise<void> {
  const { personId, place, decidedAt } = record;
  await lockPerson(transaction, personId);
  await recordConsent(transaction, parts.ids, record);
  if (record.decision === "refused") {
    await withdrawAllQueued(transaction, personId, "withdrawn");
    await transaction.run(endOrders, [personId, "withdrawn"]);
    await forgetDerived(transaction, personId);
    await forgetSources(transaction, personId);
    await transaction.run(stripSources, [personId]);
  } else {
    await keepNewestTalk(transaction, personId, {
      place,
      name,
      retentionDays: parts.settings.retentionDays,
      ids: parts.ids,
    });
    await noteActivity(transaction, personId, decidedAt);
  }
  await replan(parts, transaction, personId);
}
