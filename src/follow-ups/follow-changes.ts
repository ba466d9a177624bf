import { changeMessage, forgetDerived, forgetMessages, forgetPlace, lockPerson } from "../conversation/index.ts";
import type { Queryable, Transaction } from "../database/index.ts";
import { forgetCiting, forgetSaidIn, withdrawCiting, withdrawQueuedFor } from "../outbound/index.ts";
import { endConsentIn, readPermission } from "../privacy/index.ts";
import { type PersonId, type PlaceFilter, placeParameters, type ReasonCode } from "../vocabulary/index.ts";
import { freezePerson, pauseUnchecked } from "./crisis-lane.ts";
import type { FollowUpParts } from "./parts.ts";
import { replan } from "./replan.ts";
import { blankFollowUpsIn, stripCited } from "./sql/follow-up-history.ts";
import { endOrdersOfServer, moveOrder, selectPeopleIn } from "./sql/orders.ts";

/** A person changed a message: what is kept of it follows, what was made from it is made anew, and no old words stay behind. */
export async function followEdit(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, messageId, text }: { readonly person: PersonId; readonly messageId: string; readonly text: string },
): Promise<void> {
  await lockPerson(transaction, person);
  const permitted = "place" in (await readPermission(transaction, person, parts.settings.consentMode));
  const reading = await changeMessage(transaction, { messageId, text, permitted, leave: parts.host.brings }, parts.ids);
  if (reading === null) {
    return;
  }
  await dropCited(transaction, person, [messageId]);
  if (reading.unchecked === true) {
    await pauseUnchecked(transaction, person);
  }
  if (reading.danger !== null) {
    await freezePerson(parts, transaction, person);
  } else {
    await replan(parts, transaction, person);
  }
}

/** Messages were deleted: their words, what was known from them, and every quotation of them go. */
export async function followDeletion(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, messageIds }: { readonly person: PersonId; readonly messageIds: readonly string[] },
): Promise<void> {
  await lockPerson(transaction, person);
  await forgetMessages(transaction, person, messageIds);
  await dropCited(transaction, person, messageIds);
  await replan(parts, transaction, person);
}

/** What waits and goes back to these messages does not leave; an order is still to be carried out, with other words. */
async function dropCited(transaction: Transaction, person: PersonId, messageIds: readonly string[]): Promise<void> {
  for (const orderId of await withdrawCiting(transaction, person, { messageIds, reason: "source_gone" })) {
    await transaction.run(moveOrder, [orderId, "waiting", null]);
  }
  await forgetCiting(transaction, person, messageIds);
  await transaction.run(stripCited, [person, messageIds]);
}

/** A person left a server: what waits for them there ends, and so does their yes for it. What they said stays for its time. */
export async function followLeaving(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, serverId }: { readonly person: PersonId; readonly serverId: string },
): Promise<void> {
  await lockPerson(transaction, person);
  const end = { person, places: { serverId }, reason: "left_server" } as const;
  await withdrawIn(transaction, end);
  await endConsent(parts, transaction, end);
}

/** The bot lost these places: what this person and the bot said there goes, and what waits for them there ends. */
export async function followLoss(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, places }: { readonly person: PersonId; readonly places: PlaceFilter },
): Promise<void> {
  await lockPerson(transaction, person);
  await withdrawIn(transaction, { person, places, reason: "place_gone" });
  const gone = await forgetPlace(transaction, person, places);
  await dropCited(transaction, person, gone);
  await forgetSaidIn(transaction, person, places);
  await transaction.run(blankFollowUpsIn, [person, ...placeParameters(places)]);
  await endConsent(parts, transaction, { person, places, reason: "place_gone" });
}

/** The people of whom something said or agreed in these places is kept, by id, the next `limit` after `after`. */
export async function peopleIn(
  db: Queryable,
  places: PlaceFilter,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly PersonId[]> {
  const rows = await db.run(selectPeopleIn, [...placeParameters(places), after, limit]);
  return rows.map(({ personId }) => personId);
}

interface ContactEnd {
  readonly person: PersonId;
  readonly places: PlaceFilter;
  readonly reason: ReasonCode;
}

/** What waits to be sent into these places does not leave, and the orders for them end. */
async function withdrawIn(transaction: Transaction, { person, places, reason }: ContactEnd): Promise<void> {
  for (const orderId of await withdrawQueuedFor(transaction, person, { places, reason })) {
    await transaction.run(moveOrder, [orderId, "ended", reason]);
  }
  if ("serverId" in places) {
    await transaction.run(endOrdersOfServer, [person, places.serverId, reason]);
  }
}

/** A yes for these places ends without being a no; with it goes what only it allowed to keep. */
async function endConsent(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, places, reason }: ContactEnd,
): Promise<void> {
  if (await endConsentIn(transaction, person, { places, reason })) {
    await forgetDerived(transaction, person);
  }
  await replan(parts, transaction, person);
}
