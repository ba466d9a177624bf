import { eraseConversation, exportConversation, lockPerson } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { eraseOutbound, exportOutbound } from "../outbound/index.ts";
import { erasePrivacy, exportPrivacy } from "../privacy/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import { deleteFollowUpsOf, selectFollowUpsOf } from "./sql/whole-person.ts";

/** All that is kept of a person, by table; `null` where nothing is. */
export async function exportPerson(
  transaction: Transaction,
  person: PersonId,
): Promise<Readonly<Record<string, unknown>>> {
  const [followUps] = await transaction.run(selectFollowUpsOf, [person]);
  return {
    ...(await exportPrivacy(transaction, person)),
    ...(await exportConversation(transaction, person)),
    ...(await exportOutbound(transaction, person)),
    ...followUps?.data,
  };
}

/** Deletes every row of ours about a person. A message that is being sent at this moment may still arrive. */
export async function erasePerson(transaction: Transaction, person: PersonId): Promise<void> {
  await lockPerson(transaction, person);
  await transaction.run(deleteFollowUpsOf, [person]);
  await eraseOutbound(transaction, person);
  await erasePrivacy(transaction, person);
  await eraseConversation(transaction, person);
}
