import type { Database, Queryable, Transaction } from "../database/index.ts";
import { SECOND_MS } from "../kernel/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { StoredMessage } from "./conversation-types.ts";
import {
  deleteOwedAnswer,
  holdOwedAnswers,
  insertOwedAnswers,
  type OwedRow,
  releaseOwedAnswers,
  selectLaterMessage,
  selectOwedQuestion,
  takeOwedAnswers,
} from "./sql/owed-answers.ts";

/** An answer that is owed to a message: noted with the message, settled when the platform has taken the answer. */
export type OwedAnswer = OwedRow;

/** So long a process has an answer in hand before another takes it over, unless it says that it still has. */
export const ANSWER_HOLD_MS = 60 * SECOND_MS;
/** Answers that are taken over at once. */
const TAKEN_AT_ONCE = 50;

/** Notes which answers are owed, and that whoever notes it has them in hand. Belongs into the transaction that stores the messages. */
export async function oweAnswers(transaction: Transaction, owed: readonly OwedAnswer[]): Promise<void> {
  if (owed.length > 0) {
    await transaction.run(insertOwedAnswers, [
      owed.map(({ messageId }) => messageId),
      owed.map(({ personId }) => personId),
      owed.map((one) => (["crisis", "reply", "question"] as const).filter((what) => one[what]).join(",")),
      ANSWER_HOLD_MS,
    ]);
  }
}

/** Whether the permission question is on its way to this person: then it is not put under another message. */
export async function isQuestionOwed(transaction: Transaction, person: PersonId): Promise<boolean> {
  return (await transaction.run(selectOwedQuestion, [person])).length > 0;
}

/** Takes over what nobody has in hand any more. `own`: what the caller has in hand, and holds on to. */
export async function takeOwed(database: Database, own: readonly string[]): Promise<readonly OwedAnswer[]> {
  if (own.length > 0) {
    await database.run(holdOwedAnswers, [own, ANSWER_HOLD_MS]);
  }
  return database.run(takeOwedAnswers, [own, ANSWER_HOLD_MS, TAKEN_AT_ONCE]);
}

/** Nobody has anything in hand: to be called where it is certain that all earlier processes are dead. */
export async function releaseOwed(database: Database): Promise<void> {
  await database.run(releaseOwedAnswers);
}

/** The answer was given, or there is none to be given any more. */
export async function settleOwed(db: Queryable, messageId: string): Promise<void> {
  await db.run(deleteOwedAnswer, [messageId]);
}

/** Whether this person wrote again in that place after this message. */
export async function wroteSince(
  db: Queryable,
  { personId, place, sentAt }: Pick<StoredMessage, "personId" | "place" | "sentAt">,
): Promise<boolean> {
  return (await db.run(selectLaterMessage, [personId, place.channelId, sentAt])).length > 0;
}
