import { lockPerson, noteAsked, rememberOwnMessage } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { findOutbound, markSent, markUnknown, type OutboundMessage, withdraw } from "../outbound/index.ts";
import {
  dropAskedCheckIn,
  noteFollowUpSent,
  requestAskedCheckInPermit,
  requestContactPermit,
} from "../privacy/index.ts";
import { citesTheirs, type ReasonCode, recordOwnMessageJob } from "../vocabulary/index.ts";
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
    asked: isAsked(message),
  });
  if (decision !== null) {
    return decision;
  }
  const answer = isAsked(message)
    ? await requestAskedCheckInPermit(transaction, message.personId, message.place)
    : await requestContactPermit(transaction, message.personId, {
        place: message.place,
        citesTheirs: citesTheirs(message.kind),
        consentMode: parts.settings.consentMode,
      });
  return answer.granted ? null : { type: "suppress", reasonCode: answer.reason };
}

function isAsked({ contextData }: Pick<OutboundMessage, "contextData">): boolean {
  return contextData.asked === true;
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
  await dropIfAsked(transaction, message);
  await recordDecision(parts, transaction, {
    stage: "sending",
    person: message.personId,
    jobId,
    decision: { type: "suppress", reasonCode },
    outboundId: message.outboundId,
  });
  if (message.orderId !== null) {
    // They came back: the order is still to be carried out, with words that fit what they said. So it is after a pause.
    const [status, reason] =
      reasonCode === "came_back" || reasonCode === "paused"
        ? (["waiting", null] as const)
        : (["ended", reasonCode] as const);
    await transaction.run(moveOrder, [message.orderId, status, reason]);
  }
  await replan(parts, transaction, message.personId);
}

/** An operator cancelled the message: it does not leave, and what it was about is not asked again by itself. Nothing is planned anew. */
export async function cancelFollowUp(
  parts: FollowUpParts,
  transaction: Transaction,
  { message, jobId }: { readonly message: OutboundMessage; readonly jobId: string },
): Promise<void> {
  const { personId: person, outboundId } = message;
  const reasonCode = "cancelled";
  await withdraw(transaction, outboundId, reasonCode);
  await dropIfAsked(transaction, message);
  const decision = { type: "suppress", reasonCode } as const;
  await recordDecision(parts, transaction, { stage: "sending", person, jobId, decision, outboundId });
  await settleMatter(transaction, message, { orderStatus: "ended", reasonCode });
}

/** The message waits a little longer. Recorded like every decision. */
export async function recordWait(
  parts: FollowUpParts,
  transaction: Transaction,
  {
    message,
    jobId,
    decision,
  }: { readonly message: OutboundMessage; readonly jobId: string; readonly decision: Decision },
): Promise<void> {
  const { personId: person, outboundId } = message;
  await recordDecision(parts, transaction, { stage: "sending", person, jobId, decision, outboundId });
}

/** The platform took it: the row, the history, the settings, the conversation, the next plan. For the transaction that ends the run. */
export async function recordSent(
  parts: FollowUpParts,
  transaction: Transaction,
  { message, platformMessageId }: { readonly message: OutboundMessage; readonly platformMessageId: string },
): Promise<void> {
  const { personId, outboundId, text, place } = message;
  await lockPerson(transaction, personId);
  const now = await transaction.now();
  if (!(await markSent(transaction, outboundId, { at: now, platformMessageId }))) {
    return; // another run of this job recorded it
  }
  // Read again: a no that came while it was on its way took the source out.
  const context = (await findOutbound(transaction, outboundId))?.contextData ?? message.contextData;
  if (isAsked(message)) {
    await dropAskedCheckIn(transaction, personId); // it is no follow-up: statistics, gaps and a host's memory know nothing of it
  } else {
    await transaction.run(insertFollowUp, [personId, text, JSON.stringify(context), now, outboundId]);
    await noteFollowUpSent(transaction, personId, now);
    if (parts.host.brings.memory) {
      await parts.scheduler.schedule(recordOwnMessageJob, { outboundId }, { key: outboundId, at: now, transaction });
    }
  }
  if (!parts.host.brings.texts) {
    await rememberOwnMessage(
      transaction,
      { messageId: platformMessageId, personId, name: parts.settings.persona.name, place, text, sentAt: now },
      parts.settings.retentionDays,
    );
  }
  await settleMatter(transaction, message, { orderStatus: "sent", reasonCode: null });
  await replan(parts, transaction, personId);
}

/** Nobody can tell whether it arrived: it is not sent again, nor is what it was about asked again. */
export async function recordUnknown(
  parts: FollowUpParts,
  transaction: Transaction,
  { message, reason }: { readonly message: OutboundMessage; readonly reason: string },
): Promise<void> {
  await lockPerson(transaction, message.personId);
  await markUnknown(transaction, message.outboundId, reason);
  await dropIfAsked(transaction, message);
  await settleMatter(transaction, message, { orderStatus: "ended", reasonCode: "arrival_unknown" });
  await replan(parts, transaction, message.personId);
}

/** The check-in that somebody asked for is tried once. */
async function dropIfAsked(transaction: Transaction, message: OutboundMessage): Promise<void> {
  if (isAsked(message)) {
    await dropAskedCheckIn(transaction, message.personId);
  }
}

/** What the message was about has been asked, and its order is carried out or over. */
async function settleMatter(
  transaction: Transaction,
  { memoryId, orderId }: OutboundMessage,
  { orderStatus, reasonCode }: { readonly orderStatus: "sent" | "ended"; readonly reasonCode: ReasonCode | null },
): Promise<void> {
  if (memoryId !== null) {
    await noteAsked(transaction, memoryId, await transaction.now());
  }
  if (orderId !== null) {
    await transaction.run(moveOrder, [orderId, orderStatus, reasonCode]);
  }
}
