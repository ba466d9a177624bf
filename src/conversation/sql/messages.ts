import { statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";
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

export const rewriteMessage = statement("rewrite_message", [], `update messages set text = $2 where message_id = $1`);

export const selectAuthors = statement<{ readonly personId: PersonId }>(
  "select_message_people",
  ["personId"],
  `select person_id as "personId" from messages where message_id = any($1)
   union select person_id from memories where source_message_id = any($1) order by 1`,
);

// With what the bot answered to them: it repeats what they said.
export const deleteMessages = statement<{ readonly messageId: string }>(
  "delete_messages",
  ["messageId"],
  `delete from messages where person_id = $1 and (message_id = any($2) or message_id in (select 'reply:' || id from unnest($2::text[]) id))
   returning message_id as "messageId"`,
);

export const deleteMessagesIn = statement<{ readonly messageId: string }>(
  "delete_messages_in_place",
  ["messageId"],
  `delete from messages
   where person_id = $1 and ($2::text is null or place->>'serverId' = $2) and ($3::text is null or place->>'channelId' = $3)
   returning message_id as "messageId"`,
);
