import { isFromHost, lockPerson, noteAsked, readPerson, recallMessage } from "../conversation/index.ts";
import type { Transaction } from "../database/index.ts";
import { numberFor } from "../kernel/index.ts";
import { enqueue, type FollowUpContext, recentTexts } from "../outbound/index.ts";
import { dropAskedCheckIn, requestAskedCheckInPermit, requestContactPermit } from "../privacy/index.ts";
import { citesTheirs, type PersonId, type Place, type ReasonCode } from "../vocabulary/index.ts";
import type { Draft } from "./compose.ts";
import { recordDecision } from "./decision-record.ts";
import type { Brief, Decision, FollowUpSnapshot } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { decide } from "./policy/assess.ts";
import { replan } from "./replan.ts";
import { readSnapshot } from "./snapshot.ts";
import { moveOrder } from "./sql/orders.ts";

/** A brief, and where it leads. */
export interface DueBrief extends Brief {
  readonly place: Place;
  readonly saidAt: Date | null;
  /** Where the words were said that it goes back to. */
  readonly saidIn: Place | null;
  readonly byOperator: boolean;
}

/** A follow-up whose time came, with what was decided. */
export interface DueFollowUp {
  readonly person: PersonId;
  readonly jobId: string;
  readonly decision: Decision;
  /** What the text is to be written from; `null` unless the decision is to send. */
  readonly brief: DueBrief | null;
  /** How things stood: if they wrote since, the text is not queued. */
  readonly lastMessageAt: Date | null;
  /** Memories that are not to be used this time. */
  readonly excluded: readonly string[];
}

/** Whose follow-up is due, by which job. */
export interface DueRequest {
  readonly person: PersonId;
  readonly jobId: string;
  readonly dueAt: Date;
  /** Memories that are not to be used. @defaultValue none */
  readonly excluded?: readonly string[];
}

/** A follow-up is due: reads how things stand and decides. Writes nothing. */
export async function decideDue(
  parts: FollowUpParts,
  transaction: Transaction,
  { person, jobId, dueAt, excluded = [] }: DueRequest,
): Promise<DueFollowUp> {
  const snapshot = without(await readSnapshot(transaction, person, { settings: parts.settings }), excluded);
  const decision = decide(snapshot, parts.settings, { dueAt, spread: numberFor(jobId) });
  const brief = decision.type === "send" ? await readBrief(transaction, person, { decision, snapshot }) : null;
  return { person, jobId, decision, brief, lastMessageAt: snapshot.lastMessageAt, excluded };
}

function without(snapshot: FollowUpSnapshot, excluded: readonly string[]): FollowUpSnapshot {
  return excluded.length === 0
    ? snapshot
    : {
        ...snapshot,
        reasons: snapshot.reasons.filter(({ memoryId }) => memoryId === null || !excluded.includes(memoryId)),
      };
}

async function readBrief(
  transaction: Transaction,
  person: PersonId,
  {
    decision,
    snapshot,
  }: { readonly decision: Extract<Decision, { type: "send" }>; readonly snapshot: FollowUpSnapshot },
): Promise<DueFollowUp["brief"]> {
  const { reason } = decision;
  const { permission, checkIn } = snapshot;
  const place = reason.asked === true ? checkIn?.place : "place" in permission ? permission.place : undefined;
  if (place === undefined) {
    return null;
  }
  const source =
    reason.sourceMessageId === null ? null : await recallMessage(transaction, reason.sourceMessageId, snapshot.now);
  return {
    reason,
    relationship: snapshot.relationship,
    // Among others the platform puts in front whom it is for: the name would stand there twice.
    name: place.kind === "dm" ? (await readPerson(transaction, person)).name : null,
    quote: source === null || source.text === "" ? null : shortQuote(source.text),
    saidAt: source?.sentAt ?? null,
    saidIn: source?.place ?? null,
    recentTexts: await recentTexts(transaction, person),
    place,
    byOperator: "mechanism" in permission && permission.mechanism === "operator_setting",
  };
}

const QUOTE_LENGTH = 120;

/** A few words, enough to know one's own message again. */
export function shortQuote(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= QUOTE_LENGTH ? line : `${line.slice(0, QUOTE_LENGTH - 1).trimEnd()}…`;
}

/** Records what was decided where nothing is sent, with what follows from it. For the transaction that ends the run. */
export async function recordUnsent(parts: FollowUpParts, transaction: Transaction, due: DueFollowUp): Promise<void> {
  const { decision, person, jobId } = due;
  await recordDecision(parts, transaction, { stage: "due", person, jobId, decision });
  if (decision.type !== "wait") {
    await replan(parts, transaction, person);
  }
}

/**
 * Puts a written follow-up in line: decides once more, asks for the permit, stores message, decision and delivery job. For the
 * transaction that ends the run. Where that is no longer what is to be sent, or no text passed, that is recorded instead, and it is
 * planned anew.
 */
export async function queueFollowUp(
  parts: FollowUpParts,
  transaction: Transaction,
  { due, draft }: { readonly due: DueFollowUp; readonly draft: Draft | null },
): Promise<void> {
  const { person, jobId, decision, brief } = due;
  await lockPerson(transaction, person);
  const refused = await refusal(parts, transaction, { due, draft });
  if (refused !== null || decision.type !== "send" || brief === null || draft === null) {
    const reasonCode = refused ?? "text_refused";
    await recordDecision(parts, transaction, {
      stage: "due",
      person,
      jobId,
      decision: { type: "suppress", reasonCode },
    });
    await replan(parts, transaction, person);
    return;
  }
  const { reason, place } = brief;
  const answer =
    reason.asked === true
      ? await requestAskedCheckInPermit(transaction, person, place)
      : await requestContactPermit(transaction, person, {
          place,
          citesTheirs: citesTheirs(reason.kind),
          consentMode: parts.settings.consentMode,
        });
  if (!answer.granted) {
    const unsent: DueFollowUp = { ...due, decision: { type: "suppress", reasonCode: answer.reason } };
    await recordUnsent(parts, transaction, unsent);
    return;
  }
  const message = {
    text: draft.text,
    context: contextOf(due, draft, brief),
    memoryId: decision.reason.memoryId,
    orderId: decision.orderId,
    dryRun: parts.settings.dryRun,
  };
  const { scheduler, queue, ids } = parts;
  const outboundId = await enqueue(transaction, answer.permit, { message, scheduler, queue, ids });
  await recordDecision(parts, transaction, { stage: "due", person, jobId, decision, outboundId });
  if (decision.orderId !== null) {
    await transaction.run(moveOrder, [decision.orderId, parts.settings.dryRun ? "ended" : "queued", null]);
  }
  if (parts.settings.dryRun) {
    if (reason.asked === true) {
      await dropAskedCheckIn(transaction, person);
    }
    await replan(parts, transaction, person);
  }
}

/**
 * Why what was written is not queued after all; `null` where it is. Writing takes a while, and with the person locked this is the
 * moment that counts: they may have written, or another run of theirs may have been quicker.
 */
async function refusal(
  parts: FollowUpParts,
  transaction: Transaction,
  { due, draft }: { readonly due: DueFollowUp; readonly draft: Draft | null },
): Promise<ReasonCode | null> {
  const { person, decision, lastMessageAt, excluded } = due;
  if (decision.type !== "send") {
    return decision.reasonCode;
  }
  if (draft === null) {
    if (decision.reason.memoryId !== null) {
      await noteAsked(transaction, decision.reason.memoryId, await transaction.now()); // it would be refused again tomorrow
    }
    return "text_refused";
  }
  const snapshot = without(await readSnapshot(transaction, person, { settings: parts.settings }), excluded);
  if (snapshot.lastMessageAt?.getTime() !== lastMessageAt?.getTime()) {
    return "came_back";
  }
  const again = decide(snapshot, parts.settings, { dueAt: snapshot.now, spread: 0 });
  if (again.type !== "send") {
    return again.reasonCode;
  }
  const same =
    again.reason.memoryId === decision.reason.memoryId &&
    again.reason.asked === decision.reason.asked &&
    again.orderId === decision.orderId;
  return same ? null : "came_back";
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
    ...(source !== null && isFromHost(source) ? { byHost: true as const } : {}),
    ...(brief.reason.asked === true ? { asked: true } : {}),
    ...(brief.byOperator && brief.reason.asked !== true ? { byOperator: true } : {}),
  };
}
