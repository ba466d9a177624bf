import type { Queryable, Transaction } from "../database/index.ts";
import type { IdSource } from "../kernel/index.ts";
import { readPersonSettings } from "../privacy/index.ts";
import { type PersonId, type PlaceFilter, placeParameters } from "../vocabulary/index.ts";
import { type MessageReading, readMessage } from "./language/index.ts";
import { learnAnew, type LeftToHost, readingLeft } from "./learn.ts";
import { deleteMemoriesFrom, deleteMemoriesIn, markKindAsked, selectAskedKinds } from "./sql/memories.ts";
import { deleteMessages, deleteMessagesIn, rewriteMessage, selectAuthors, selectMessage } from "./sql/messages.ts";

/** Whose talks these messages belong to, or what is known from them, in the order of the people's ids. */
export async function authorsOf(db: Queryable, messageIds: readonly string[]): Promise<readonly PersonId[]> {
  return (await db.run(selectAuthors, [messageIds])).map(({ personId }) => personId);
}

/** A message with its new words. */
export interface ChangedMessage {
  readonly messageId: string;
  readonly text: string;
  /** Whether facts may be made from it. */
  readonly permitted: boolean;
  readonly leave: LeftToHost;
}

/**
 * A person changed a message: the text that is kept follows, and what is known from it is made anew. What was asked about already
 * stays asked.
 *
 * @returns what it tells now; `null` where the message is not kept, is not a person's, or says what it said.
 */
export async function changeMessage(
  transaction: Transaction,
  { messageId, text, permitted, leave }: ChangedMessage,
  ids: IdSource,
): Promise<MessageReading | null> {
  const [message] = await transaction.run(selectMessage, [messageId, await transaction.now()]);
  if (message?.author !== "person" || message.text === text) {
    return null;
  }
  const { timeZone } = await readPersonSettings(transaction, message.personId);
  const reading = readMessage(text, message.sentAt, { timeZone }); // "tomorrow" is still the day after it was written
  if (!leave.texts) {
    await transaction.run(rewriteMessage, [messageId, text]);
  }
  const asked = await transaction.run(selectAskedKinds, [message.personId, messageId]);
  await transaction.run(deleteMemoriesFrom, [message.personId, [messageId]]);
  if (permitted) {
    await learnAnew(transaction, { ...message, text }, { reading: readingLeft(reading, leave), ids });
    for (const { kind, askedAt } of asked) {
      await transaction.run(markKindAsked, [message.personId, messageId, kind, askedAt]);
    }
  }
  return reading;
}

/** Messages of one person's talks were deleted: they go, with what is known from them and what was answered to them. */
export async function forgetMessages(
  transaction: Transaction,
  person: PersonId,
  messageIds: readonly string[],
): Promise<void> {
  await transaction.run(deleteMessages, [person, messageIds]);
  await transaction.run(deleteMemoriesFrom, [person, messageIds]);
}

/** What a person and the bot said in these places goes, with what is known from it. Says which messages went. */
export async function forgetPlace(
  transaction: Transaction,
  person: PersonId,
  places: PlaceFilter,
): Promise<readonly string[]> {
  const parameters = [person, ...placeParameters(places)];
  await transaction.run(deleteMemoriesIn, parameters);
  return (await transaction.run(deleteMessagesIn, parameters)).map(({ messageId }) => messageId);
}
