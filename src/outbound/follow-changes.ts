import type { Transaction } from "../database/index.ts";
import { type PersonId, type PlaceFilter, placeParameters, type ReasonCode } from "../vocabulary/index.ts";
import { forgetCited, forgetTextsIn, withdrawQueuedCiting, withdrawQueuedIn } from "./sql/outbound-messages.ts";

/**
 * Withdraws what waits for this person in these places. What is `sending` may have arrived, and ends by itself. Says the orders
 * that the messages were to carry out.
 */
export async function withdrawQueuedFor(
  transaction: Transaction,
  person: PersonId,
  { places, reason }: { readonly places: PlaceFilter; readonly reason: ReasonCode },
): Promise<readonly string[]> {
  const rows = await transaction.run(withdrawQueuedIn, [person, ...placeParameters(places), reason]);
  return rows.flatMap(({ orderId }) => orderId ?? []);
}

/** As {@link withdrawQueuedFor}, for what goes back to these messages of theirs. */
export async function withdrawCiting(
  transaction: Transaction,
  person: PersonId,
  { messageIds, reason }: { readonly messageIds: readonly string[]; readonly reason: ReasonCode },
): Promise<readonly string[]> {
  const rows = await transaction.run(withdrawQueuedCiting, [person, messageIds, reason]);
  return rows.flatMap(({ orderId }) => orderId ?? []);
}

/** No message that has ended keeps words that go back to these messages of theirs. */
export async function forgetCiting(
  transaction: Transaction,
  person: PersonId,
  messageIds: readonly string[],
): Promise<void> {
  await transaction.run(forgetCited, [person, messageIds]);
}

/** The words of what was written to a person in these places go; the rows stay, since caps and silence are counted from them. */
export async function forgetSaidIn(transaction: Transaction, person: PersonId, places: PlaceFilter): Promise<void> {
  await transaction.run(forgetTextsIn, [person, ...placeParameters(places)]);
}
