import { lockPerson, noteAsked, rememberOwnMessage } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { markSent, type OutboundMessage, withdraw } from "../outbound/index.ts";
import { noteFollowUpSent, requestContactPermit } from "../privacy/index.ts";
import { citesTheirs, type ReasonCode } from "../vocabulary/index.ts";
import { recordDecision } from "./decision-record.ts";
import type { Decision } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { decideAgain } from "./policy/assess.ts";
import { replan } from "./replan.ts";
import { readSnapshot } from "./snapshot.ts";
import { insertFollowUp } from "./sql/follow-up-history.ts";
import { moveOrder } from "./sql/orders.ts";

/** The last look before a message leaves. `null`: it may. Belongs into the transaction that marks it `sending`. */
export async function decideSending(
  parts: FollowUpParts,
  transaction: Transaction,
  message: OutboundMessage,
): Promise<Decision | null> {
  await lockPerson(transaction, message.personId);
  const snapshot = await readSnapshot(transaction, message.personId, {
    settings: parts.settings,
    exceptOutbound: message.outboundId,
  });
  const decision = decideAgain(snapshot, parts.settings, {
    queuedAt: message.queuedAt,
    ordered: message.orderId !== null,
  });
  if (decision !== null) {
    return decision;
  }
  const answer = await requestContactPermit(transaction, message.personId, {
    place: message.place,
    citesTheirs: citesTheirs(message.kind),
  });
  return answer.granted ? null : { type: "suppress", reasonCode: answer.reason };
}

/** The message does not leave: withdrawn, recorded, and planned anew. */
export async function withdrawFollowUp(
  parts: FollowUpParts,
  transaction: Transaction,
  {
    message,
    jobId,
    reasonCode,
  }: { readonly message: OutboundMessage; readonly jobId: string; readonly reasonCode: ReasonCode },
): Promise<void> {
  await withdraw(transaction, message.outboundId, reasonCode);
  await recordDecision(parts, transaction, {
    stage: "sending",
    person: message.personId,
    jobId,
    decision: { type: "suppress", reasonCode },
    outboundId: message.outboundId,
  });
  if (message.orderId !== null) {
    await transaction.run(moveOrder, [message.orderId, "ended", reasonCode]);
  }
  await replan(parts, transaction, message.personId);
}

/** The platform took it: the row, the history, the settings, the conversation, the next plan. For the transaction that ends the run. */
export async function recordSent(
  parts: FollowUpParts,
  transaction: Transaction,
  { message, platformMessageId }: { readonly message: OutboundMessage; readonly platformMessageId: string },
): Promise<void> {
  const { personId, outboundId, text, place } = message;
  const now = await transaction.now();
  if (!(await markSent(transaction, outboundId, { at: now, platformMessageId }))) {
    return; // another run of this job recorded it
  }
  await transaction.run(insertFollowUp, [personId, text, JSON.stringify(message.contextData), now, outboundId]);
  await noteFollowUpSent(transaction, personId, now);
  await rememberOwnMessage(
    transaction,
    { messageId: platformMessageId, personId, name: parts.settings.persona.name, place, text, sentAt: now },
    parts.settings.retentionDays,
  );
  if (message.memoryId !== null) {
    await noteAsked(transaction, message.memoryId, now);
  }
  if (message.orderId !== null) {
    await transaction.run(moveOrder, [message.orderId, "sent", null]);
  }
  await replan(parts, transaction, personId);
}
