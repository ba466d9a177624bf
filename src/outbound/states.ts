import { type Database, type Queryable, runInBatches, type Transaction } from "../database/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { OutboundMessage, PastSend } from "./outbound-types.ts";
import {
  blankOldTexts,
  countOpenOutbound,
  lockOutbound,
  markReacted,
  moveBackToQueued,
  moveToSending,
  moveToSent,
  moveToUnknown,
  moveToWithdrawn,
  selectOpenOutbound,
  selectOutbound,
  selectPastSends,
  selectRecentTexts,
  stripContext,
  stripLostOutboundSources,
  withdrawQueued,
} from "./sql/outbound-messages.ts";

/** One message, as it is now. */
export async function findOutbound(db: Queryable, outboundId: string): Promise<OutboundMessage | null> {
  return (await db.run(selectOutbound, [outboundId]))[0] ?? null;
}

/** One message, locked until the transaction ends. */
export async function lockOutboundMessage(
  transaction: Transaction,
  outboundId: string,
): Promise<OutboundMessage | null> {
  return (await transaction.run(lockOutbound, [outboundId]))[0] ?? null;
}

/** `queued` → `sending`. To be committed before the platform is called: from then on it may have arrived. */
export async function beginSending(transaction: Transaction, outboundId: string): Promise<boolean> {
  return (await transaction.run(moveToSending, [outboundId])).length > 0;
}

/** `sending` → `queued`: the platform said that nothing arrived. */
export async function returnToQueue(transaction: Transaction, outboundId: string): Promise<void> {
  await transaction.run(moveBackToQueued, [outboundId]);
}

/** `sending` → `sent`. False where somebody recorded it before. */
export async function markSent(
  transaction: Transaction,
  outboundId: string,
  { at, platformMessageId }: { readonly at: Date; readonly platformMessageId: string },
): Promise<boolean> {
  return (await transaction.run(moveToSent, [outboundId, at, platformMessageId])).length > 0;
}

/** `sending` → `unknown`: not sent again, counts against the cap, shown to operators. */
export async function markUnknown(transaction: Transaction, outboundId: string, reason: string): Promise<void> {
  await transaction.run(moveToUnknown, [outboundId, await transaction.now(), reason]);
}

/** `queued` or `sending` → `withdrawn`: it surely did not arrive, and will not be sent. */
export async function withdraw(transaction: Transaction, outboundId: string, reason: string): Promise<void> {
  await transaction.run(moveToWithdrawn, [outboundId, reason]);
}

/** Withdraws all that waits for this person. What is `sending` may have arrived, and ends by itself. */
export async function withdrawAllQueued(transaction: Transaction, person: PersonId, reason: string): Promise<void> {
  await transaction.run(withdrawQueued, [person, reason]);
}

/** They pressed a thumb or *Later*: that message was not met with silence. */
export async function noteReaction(transaction: Transaction, outboundId: string, at: Date): Promise<void> {
  await transaction.run(markReacted, [outboundId, at]);
}

/** The last 50 messages to a person that were not withdrawn, newest first. */
export async function pastSends(db: Queryable, person: PersonId): Promise<readonly PastSend[]> {
  return db.run(selectPastSends, [person]);
}

/** The last texts to a person, newest first, so that the next is not a repeat. */
export async function recentTexts(db: Queryable, person: PersonId): Promise<readonly string[]> {
  return (await db.run(selectRecentTexts, [person])).map(({ text }) => text);
}

/** After a no: no message that has ended keeps its words, or whose words it went back to. */
export async function forgetSources(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(stripContext, [person]);
}

/** Blanks the words of messages queued before the moment given, and cites no message that is gone. The rows stay: caps and silence are counted from them. */
export async function blankTextsBefore(database: Database, moment: Date, signal: AbortSignal): Promise<number> {
  const sources = await runInBatches(database, stripLostOutboundSources, { parameters: [], signal });
  return sources + (await runInBatches(database, blankOldTexts, { parameters: [moment], signal }));
}

/** Ids of messages queued before `before` that have not ended, ordered, the next `limit` after `after` (empty text: from the start). */
export async function listOpen(
  db: Queryable,
  { before, after, limit }: { readonly before: Date; readonly after: string; readonly limit: number },
): Promise<readonly string[]> {
  return (await db.run(selectOpenOutbound, [before, after, limit])).map(({ outboundId }) => outboundId);
}

/** How many messages wait, are being sent, or ended as unknown. */
export async function outboundCounts(db: Queryable): Promise<Readonly<Record<string, number>>> {
  return Object.fromEntries((await db.run(countOpenOutbound)).map(({ status, count }) => [status, count]));
}
