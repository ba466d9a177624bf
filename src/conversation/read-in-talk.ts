import type { Queryable } from "../database/index.ts";
import type { IncomingMessage } from "./conversation-types.ts";
import { TALK_GAP_MS } from "./conversation-types.ts";
import { type MessageReading, mayComplete, readMessage } from "./language/index.ts";
import { selectRecentMessages } from "./sql/messages.ts";

/** Reads a message as {@link readMessage} does; where it names a date and nothing else, with what they said just before it. */
export async function readInTalk(
  db: Queryable,
  { personId, place, text, sentAt }: Pick<IncomingMessage, "personId" | "place" | "text" | "sentAt">,
  timeZone: string | null,
): Promise<MessageReading> {
  const reading = readMessage(text, sentAt, { timeZone });
  if (reading.openThreads.length > 0 || reading.tender || !mayComplete(text)) {
    return reading;
  }
  const recent = await db.run(selectRecentMessages, [personId, place.channelId, 4, sentAt]);
  const last = recent.find(({ author, sentAt: at }) => author === "person" && at < sentAt);
  const inTalk = last !== undefined && sentAt.getTime() - last.sentAt.getTime() <= TALK_GAP_MS;
  return inTalk ? readMessage(text, sentAt, { timeZone, before: last.text }) : reading;
}
