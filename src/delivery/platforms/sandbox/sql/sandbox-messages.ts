import { type Queryable, statement } from "../../../../database/index.ts";
import type { SandboxMessage } from "../sandbox-types.ts";

const COLUMNS = [
  "sequence",
  "messageId",
  "channel",
  "dmWith",
  "onlyFor",
  "authorId",
  "authorName",
  "authorBot",
  "text",
  "buttons",
  "nonce",
  "sentAt",
] as const;

const RETURNED = `sequence, message_id as "messageId", channel, dm_with as "dmWith", only_for as "onlyFor", author_id as "authorId",
  author_name as "authorName", author_bot as "authorBot", text, buttons, nonce, sent_at as "sentAt"`;

// A nonce that was used before gives the first message back, as Discord does with enforce_nonce.
export const insertSandboxMessage = statement<SandboxMessage>(
  "insert_sandbox_message",
  COLUMNS,
  `insert into sandbox_messages (message_id, channel, dm_with, only_for, author_id, author_name, author_bot, text, buttons, nonce, sent_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11)
   on conflict (nonce) do update set nonce = excluded.nonce
   returning ${RETURNED}`,
);

/** Stores a message; with a nonce that is there already, gives the message that came first. */
export async function storeSandboxMessage(
  db: Queryable,
  message: Omit<SandboxMessage, "sequence">,
): Promise<SandboxMessage> {
  const [stored] = await db.run(insertSandboxMessage, [
    message.messageId,
    message.channel,
    message.dmWith,
    message.onlyFor,
    message.authorId,
    message.authorName,
    message.authorBot,
    message.text,
    JSON.stringify(message.buttons),
    message.nonce,
    message.sentAt,
  ]);
  return stored as SandboxMessage; // an upsert always returns its row
}

export const selectSandboxMessages = statement<SandboxMessage>(
  "select_sandbox_messages",
  COLUMNS,
  `select ${RETURNED} from sandbox_messages
   where channel = $2 and (dm_with is null or dm_with = $1) and (only_for is null or only_for = $1)
     and sequence > coalesce((select sequence from sandbox_messages where message_id = $3), 0)
   order by case when $3::varchar is null then -sequence else sequence end limit $4`,
);

/** Messages of a channel that this person can see, oldest first: the newest ones, or the first after `after`, so that one can go on from there. */
export async function listSandboxMessages(
  db: Queryable,
  { person, channel, after, limit }: { person: string; channel: string; after: string | null; limit: number },
): Promise<readonly SandboxMessage[]> {
  const rows = await db.run(selectSandboxMessages, [person, channel, after, limit]);
  return after === null ? rows.toReversed() : rows;
}

export const selectSandboxMessage = statement<SandboxMessage>(
  "select_sandbox_message",
  COLUMNS,
  `select ${RETURNED} from sandbox_messages
   where message_id = $1 and (dm_with is null or dm_with = $2) and (only_for is null or only_for = $2)`,
);

export const selectSandboxMessageByNonce = statement<SandboxMessage>(
  "select_sandbox_message_by_nonce",
  COLUMNS,
  `select ${RETURNED} from sandbox_messages where nonce = $1`,
);

export const clearSandboxButtons = statement<SandboxMessage>(
  "clear_sandbox_buttons",
  COLUMNS,
  `update sandbox_messages set buttons = '[]' where message_id = $1 returning ${RETURNED}`,
);
