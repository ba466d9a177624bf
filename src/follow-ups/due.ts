import { lockPerson, readPerson, recallMessage } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { numberFor } from "../kernel/index.ts";
import { enqueue, type FollowUpContext, recentTexts } from "../outbound/index.ts";
import { requestContactPermit } from "../privacy/index.ts";
import { citesTheirs, type PersonId, type Place } from "../vocabulary/index.ts";
import type { Brief, Draft } from "./compose.ts";
import { type DecisionOn, recordDecision } from "./decision-record.ts";
import type { Decision, FollowUpSnapshot } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { decide } from "./policy/assess.ts";
import { replan } from "./replan.ts";
import { readSnapshot } from "./snapshot.ts";
import { endOrders, moveOrder } from "./sql/orders.ts";

/** A follow-up whose time came, with what was decided. */
export interface DueFollowUp {
  readonly person: PersonId;
  readonly jobId: string;
  readonly decision: Decision;
  /** What the text is to be written from; `null` unless the decision is to send. */
  readonly brief: (Brief & { readonly place: Place; readonly saidAt: Date | null }) | null;
  /** How things stood: if they wrote since, the text is not queued. */
  readonly lastMessageAt: Date | null;
}

/** A follow-up is due: reads how things stand and decides. Writes nothing. */
export async function decideDue(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, jobId, dueAt }: { readonly person: PersonId; readonly jobId: string; readonly dueAt: Date },
): Promise<DueFollowUp> {
  const snapshot = await readSnapshot(transaction, person, { settings: parts.settings });
  const decision = decide(snapshot, parts.settings, { dueAt, spread: numberFor(jobId) });
  const brief = decision.type === "send" ? await readBrief(transaction, person, { decision, snapshot }) : null;
  return { person, jobId, decision, brief, lastMessageAt: snapshot.lastMessageAt };
}

async function readBrief(
  transaction: Transaction,
  person: PersonId,
  {
    decision,
    snapshot,
  }: { readonly decision: Extract<Decision, { type: "send" }>; readonly snapshot: FollowUpSnapshot },
): Promise<DueFollowUp["brief"]> {
  if (!("place" in snapshot.permission)) {
    return null;
  }
  const { reason } = decision;
  const source = reason.sourceMessageId === null ? null : await recallMessage(transaction, reason.sourceMessageId);
  return {
    reason,
    relationship: snapshot.relationship,
    name: (await readPerson(transaction, person)).name,
    quote: source === null ? null : shortQuote(source.text),
    saidAt: source?.sentAt ?? null,
    recentTexts: await recentTexts(transaction, person),
    place: snapshot.permission.place,
  };
}

const QUOTE_LENGTH = 120;

/** A few words, enough to know one's own message again. */
function shortQuote(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= QUOTE_LENGTH ? line : `${line.slice(0, QUOTE_LENGTH - 1).trimEnd()}…`;
}

/** Records what was decided where nothing is sent, with what follows from it. For the transaction that ends the run. */
export async function recordUnsent(parts: FollowUpParts, transaction: Transaction, due: DueFollowUp): Promise<void> {
  const { decision, person, jobId } = due;
  const on: DecisionOn = { stage: "due", person, jobId };
  await recordDecision(parts, transaction, { ...on, decision });
  if (decision.type === "suppress" || decision.type === "keep") {
    if (decision.reasonCode !== "already_queued") {
      await transaction.run(endOrders, [person, decision.reasonCode]);
    }
    await replan(parts, transaction, person);
  }
}

/**
 * Puts a written follow-up in line: asks for the permit, stores message, decision and delivery job. For the transaction that ends
 * the run. Where the permit is refused, or they wrote meanwhile, that is recorded instead, and it is planned anew.
 */
export async function queueFollowUp(
  parts: FollowUpParts,
  transaction: Transaction,
  { due, draft }: { readonly due: DueFollowUp; readonly draft: Draft | null },
): Promise<void> {
  const { person, jobId, decision, brief } = due;
  const on: DecisionOn = { stage: "due", person, jobId };
  await lockPerson(transaction, person);
  if (decision.type !== "send" || brief === null || draft === null) {
    await recordDecision(parts, transaction, { ...on, decision: { type: "suppress", reasonCode: "text_refused" } });
    return;
  }
  const { lastMessageAt } = await readPerson(transaction, person);
  if (lastMessageAt?.getTime() !== due.lastMessageAt?.getTime()) {
    await recordDecision(parts, transaction, { ...on, decision: { type: "suppress", reasonCode: "came_back" } });
    await replan(parts, transaction, person);
    return;
  }
  const answer = await requestContactPermit(transaction, person, {
    place: brief.place,
    citesTheirs: citesTheirs(brief.reason.kind),
  });
  if (!answer.granted) {
    await recordDecision(parts, transaction, { ...on, decision: { type: "suppress", reasonCode: answer.reason } });
    await replan(parts, transaction, person);
    return;
  }
  const message = {
    text: draft.text,
    context: contextOf(due, draft, brief),
    memoryId: decision.reason.memoryId,
    orderId: decision.orderId,
    dryRun: parts.settings.dryRun,
  };
  const outboundId = await enqueue(transaction, answer.permit, { message, scheduler: parts.scheduler, ids: parts.ids });
  await recordDecision(parts, transaction, { ...on, decision, outboundId });
  if (decision.orderId !== null) {
    await transaction.run(moveOrder, [decision.orderId, parts.settings.dryRun ? "ended" : "queued", null]);
  }
  if (parts.settings.dryRun) {
    await replan(parts, transaction, person);
  }
}

function contextOf(due: DueFollowUp, draft: Draft, brief: NonNullable<DueFollowUp["brief"]>): FollowUpContext {
  const { decision } = due;
  const source = brief.reason.sourceMessageId;
  const orderId = decision.type === "send" ? decision.orderId : null;
  return {
    kind: brief.reason.kind,
    reasonCode: decision.reasonCode,
    relationship: brief.relationship,
    ...(source !== null && brief.quote !== null && brief.saidAt !== null
      ? { sourceMessageId: source, quote: brief.quote, saidAt: brief.saidAt.toISOString() }
      : {}),
    ...(draft.templateId === null ? {} : { templateId: draft.templateId }),
    ...(draft.model === null ? {} : { model: draft.model }),
    ...(draft.modelProblem === null ? {} : { modelProblem: draft.modelProblem }),
    ...(orderId === null ? {} : { orderId }),
  };
}
