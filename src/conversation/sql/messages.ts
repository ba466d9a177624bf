import { statement } from "../../database/index.ts";
import type { StoredMessage } from "../conversation-types.ts";

const MESSAGE_COLUMNS = ["messageId", "personId", "author", "name", "place", "text", "sentAt"] as const;
const MESSAGE = `message_id as "messageId", person_id as "personId", author, author_name as "name", place, text, sent_at as "sentAt"`;

/** No row where the message was there before. */
export const insertMessage = statement<{ readonly messageId: string }>(
  "insert_message",
  ["messageId"],
  `insert into messages (message_id, person_id, author, author_name, place, text, sent_at, expires_at)
   values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)
   on conflict (message_id) do nothing returning message_id as "messageId"`,
);

/** The newest first; of one place where `$2` names it. */
export const selectRecentMessages = statement<StoredMessage>(
  "select_recent_messages",
  MESSAGE_COLUMNS,
  `select ${MESSAGE} from messages
   where person_id = $1 and ($2::text is null or place->>'channelId' = $2) and expires_at > $4
   order by sent_at desc, message_id desc limit $3`,
);

export const selectMessage = statement<StoredMessage>(
  "select_message",
  MESSAGE_COLUMNS,
  `select ${MESSAGE} from messages where message_id = $1 and expires_at > $2`,
);

export const keepMessagesUntil = statement(
  "keep_messages_until",
  [],
  `update messages set expires_at = sent_at + $2 * interval '1 day' where message_id = any($1)`,
);

export const shortenMessages = statement(
  "shorten_messages",
  [],
  `update messages set expires_at = least(expires_at, sent_at + interval '24 hours') where person_id = $1`,
);

export const deleteExpiredMessages = statement<{ readonly messageId: string }>(
  "delete_expired_messages",
  ["messageId"],
  `delete from messages where message_id in
     (select message_id from messages where expires_at <= $1 order by expires_at limit $2)
   returning message_id as "messageId"`,
);
