import type { Queryable, Transaction } from "../database/index.ts";
import { noteReaction } from "../outbound/index.ts";
import { snoozeUntil } from "../privacy/index.ts";
import type { FollowUpKind, PersonId, Place } from "../vocabulary/index.ts";
import { withoutFooter } from "./compose.ts";
import type { FollowUpParts } from "./parts.ts";
import { replan } from "./replan.ts";
import { type DecisionRow, selectDecisions } from "./sql/decisions.ts";
import {
  type FollowUpRow,
  recordResponse,
  selectOpenFollowUp,
  selectFollowUps,
  setThumb,
} from "./sql/follow-up-history.ts";

/** A message within this time after a follow-up answers it, wherever it is written. Guessed. */
export const RESPONSE_WINDOW_HOURS = 7 * 24;

/** They wrote: if a follow-up waits for an answer, this is it. */
export async function noteResponse(transaction: Transaction, person: PersonId, at: Date): Promise<void> {
  await transaction.run(recordResponse, [person, at, RESPONSE_WINDOW_HOURS]);
}

/** Whoever answered so lately is still in the talk about it. */
const STILL_OPEN_MINUTES = 15;

/** A follow-up that a person may be answering. */
export interface OpenFollowUp {
  readonly outboundId: string;
  readonly kind: FollowUpKind;
  /** As they read it, without the small line at its end. */
  readonly text: string;
  /** Their own words that it goes back to; `null` where it goes back to none, or they are gone. */
  readonly quote: string | null;
  readonly sentAt: Date;
}

/**
 * The newest follow-up in this place that is not answered yet, or was a moment ago: what "it went great" may be about. `null` where
 * there is none.
 */
export async function findOpenFollowUp(
  db: Queryable,
  person: PersonId,
  { place, now }: { readonly place: Place; readonly now: Date },
): Promise<OpenFollowUp | null> {
  const [row] = await db.run(selectOpenFollowUp, [
    person,
    place.channelId,
    now,
    RESPONSE_WINDOW_HOURS,
    STILL_OPEN_MINUTES,
  ]);
  return row === undefined ? null : { ...row, text: withoutFooter(row.text) };
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
