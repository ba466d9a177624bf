import { statement } from "../../database/index.ts";
import type { DecisionOutcome, FollowUpKind, ReasonCode } from "../../vocabulary/index.ts";

export const insertDecision = statement(
  "insert_decision",
  [],
  `insert into follow_up_decisions
     (decision_id, person_id, stage, outcome, reason_code, decided_at, wait_until, job_id, outbound_id, order_id, kind)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

export interface DecisionRow {
  readonly decisionId: string;
  readonly stage: "due" | "sending";
  readonly outcome: DecisionOutcome;
  readonly reasonCode: ReasonCode;
  readonly decidedAt: Date;
  readonly waitUntil: Date | null;
  readonly kind: FollowUpKind | null;
}

export const selectDecisions = statement<DecisionRow>(
  "select_decisions",
  ["decisionId", "stage", "outcome", "reasonCode", "decidedAt", "waitUntil", "kind"],
  `select decision_id as "decisionId", stage, outcome, reason_code as "reasonCode", decided_at as "decidedAt", wait_until as "waitUntil", kind
   from follow_up_decisions where person_id = $1 order by decided_at desc, decision_id desc limit $2`,
);

export const deleteOldDecisions = statement<{ readonly decisionId: string }>(
  "delete_old_decisions",
  ["decisionId"],
  `delete from follow_up_decisions where decision_id in (
     select decision_id from follow_up_decisions where decided_at <= $1 limit $2)
   returning decision_id as "decisionId"`,
);
