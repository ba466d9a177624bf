import type { Transaction } from "../database/index.ts";
import { DAY_MS, type IdSource, SECOND_MS } from "../kernel/index.ts";
import { type IncomingMessage, type PersonState, TALK_GAP_MS } from "./conversation-types.ts";
import type { MessageReading } from "./language/index.ts";
import { learnFromMessage, type LeftToHost, readingLeft } from "./learn.ts";
import { insertActivityTime } from "./sql/activity-times.ts";
import { insertMessage } from "./sql/messages.ts";
import { countMessage, forgetPersonName } from "./sql/people.ts";

/** How long texts are kept of a person who has not said yes. */
export const UNPERMITTED_RETENTION_DAYS = 1;

/** How much of a message is kept. */
export interface RememberOptions {
  /** Whether this person said yes: then more is kept, for longer, and facts are made. */
  readonly permitted: boolean;
  readonly retentionDays: number;
  /** What the message tells. */
  readonly reading: MessageReading;
  /** What a host does for us. */
  readonly leave: LeftToHost;
  /** The person's, where it is known. */
  readonly timeZone: string | null;
}

/**
 * Stores a message, once per message id, and what is known from it.
 *
 * @returns the person's counts after it, or `null` where the message was stored before.
 */
export async function rememberMessage(
  transaction: Transaction,
  message: IncomingMessage,
  options: RememberOptions & { readonly ids: IdSource },
): Promise<PersonState | null> {
  const days = options.permitted ? options.retentionDays : UNPERMITTED_RETENTION_DAYS;
  const expiresAt = new Date(message.sentAt.getTime() + days * DAY_MS);
  const [stored] = await transaction.run(insertMessage, [
    message.messageId,
    message.personId,
    "person",
    message.name,
    JSON.stringify(message.place),
    options.leave.texts ? "" : message.text, // the row says that it was seen
    message.sentAt,
    expiresAt,
  ]);
  if (stored === undefined) {
    return null;
  }
  const [state] = await transaction.run(countMessage, [
    message.personId,
    message.name,
    message.sentAt,
    TALK_GAP_MS / SECOND_MS,
  ]);
  if (options.permitted) {
    await transaction.run(insertActivityTime, [message.personId, message.sentAt]);
    const { leave, ids, timeZone } = options;
    await learnFromMessage(transaction, message, { reading: readingLeft(options.reading, leave), ids, timeZone });
  } else {
    await transaction.run(forgetPersonName, [message.personId]);
  }
  return state as PersonState; // an upsert always returns its row
}
