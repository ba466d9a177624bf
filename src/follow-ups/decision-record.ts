import type { Transaction } from "../database/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { Decision } from "./follow-ups-types.ts";
import type { FollowUpParts } from "./parts.ts";
import { insertDecision } from "./sql/decisions.ts";

/** What a decision was about. */
export interface DecisionOn {
  /** `due`: a follow-up's time came. `sending`: the last look before it leaves. */
  readonly stage: "due" | "sending";
  readonly person: PersonId;
  readonly jobId: string;
}

/** Stores a decision, also one not to send: the audit trail, *Why this?*, and the page. */
export async function recordDecision(
  { ids }: Pick<FollowUpParts, "ids">,
  transaction: Transaction,
  {
    stage,
    person,
    jobId,
    decision,
    outboundId,
  }: DecisionOn & { readonly decision: Decision; readonly outboundId?: string },
): Promise<void> {
  const sends = decision.type === "send";
  await transaction.run(insertDecision, [
    ids.next(),
    person,
    stage,
    decision.type,
    decision.reasonCode,
    await transaction.now(),
    decision.type === "wait" ? decision.until : null,
    jobId,
    outboundId ?? null,
    sends ? decision.orderId : null,
    sends ? decision.reason.kind : null,
  ]);
}
