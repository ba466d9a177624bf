import type { Queryable, Transaction } from "../database/index.ts";
import { noteReaction } from "../outbound/index.ts";
import { snoozeUntil } from "../privacy/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { FollowUpParts } from "./parts.ts";
import { replan } from "./replan.ts";
import { type DecisionRow, selectDecisions } from "./sql/decisions.ts";
import { type FollowUpRow, recordResponse, selectFollowUps, setThumb } from "./sql/follow-up-history.ts";

/** A message within this time after a follow-up answers it, wherever it is written. Guessed. */
export const RESPONSE_WINDOW_HOURS = 7 * 24;

/** They wrote: if a follow-up waits for an answer, this is it. */
export async function noteResponse(transaction: Transaction, person: PersonId, at: Date): Promise<void> {
  await transaction.run(recordResponse, [person, at, RESPONSE_WINDOW_HOURS]);
}

/** A thumb up or down under a follow-up. */
export async function noteThumb(
  parts: FollowUpParts,
  transaction: Transaction,
  {
    person,
    outboundId,
    thumb,
  }: { readonly person: PersonId; readonly outboundId: string; readonly thumb: "up" | "down" },
): Promise<void> {
  const now = await transaction.now();
  await transaction.run(setThumb, [outboundId, thumb]);
  if (thumb === "up") {
    await noteReaction(transaction, outboundId, now); // a thumb down is no wish for more
  }
  await replan(parts, transaction, person);
}

/** *Later*: nothing before `until`. */
export async function postpone(
  parts: FollowUpParts,
  transaction: Transaction,
  {
    person,
    outboundId,
    until,
  }: { readonly person: PersonId; readonly outboundId: string | null; readonly until: Date },
): Promise<void> {
  const now = await transaction.now();
  await snoozeUntil(transaction, person, until);
  if (outboundId !== null) {
    await noteReaction(transaction, outboundId, now);
  }
  await replan(parts, transaction, person);
}

/** The newest follow-ups that a person got. */
export async function listFollowUps(db: Queryable, person: PersonId, limit: number): Promise<readonly FollowUpRow[]> {
  return db.run(selectFollowUps, [person, limit]);
}

/** The newest decisions about a person. */
export async function listDecisions(db: Queryable, person: PersonId, limit: number): Promise<readonly DecisionRow[]> {
  return db.run(selectDecisions, [person, limit]);
}
