import { statement } from "../../database/index.ts";
import type { OutboundMessage, PastSend } from "../outbound-types.ts";

const COLUMNS = [
  "outboundId",
  "personId",
  "status",
  "place",
  "text",
  "buttons",
  "kind",
  "contextData",
  "memoryId",
  "orderId",
  "queuedAt",
  "sentAt",
  "platformMessageId",
  "nonceExpired",
] as const;

// Two minutes: a cautious reading of Discord's "past few minutes", in real time, whatever clock the rest goes by.
const RETURNED = `outbound_id as "outboundId", person_id as "personId", status, place, text, buttons, kind, context_data as "contextData",
  memory_id as "memoryId", order_id as "orderId", queued_at as "queuedAt", sent_at as "sentAt",
  platform_message_id as "platformMessageId",
  coalesce(sending_since < clock_timestamp() - interval '2 minutes', false) as "nonceExpired"`;

export const insertOutbound = statement(
  "insert_outbound",
  [],
  `insert into outbound_messages
     (outbound_id, person_id, status, place, text, buttons, kind, context_data, memory_id, order_id, queued_at)
   values ($1, $2, $3, $4::jsonb, $5, $6::jsonb, $7, $8::jsonb, $9, $10, $11)`,
);

export const selectOutbound = statement<OutboundMessage>(
  "select_outbound",
  COLUMNS,
  `select ${RETURNED} from outbound_messages where outbound_id = $1`,
);

export const lockOutbound = statement<OutboundMessage>(
  "lock_outbound",
  COLUMNS,
  `select ${RETURNED} from outbound_messages where outbound_id = $1 for update`,
);

interface Moved {
  readonly outboundId: string;
}
const MOVED = ["outboundId"] as const;

export const moveToSending = statement<Moved>(
  "move_outbound_to_sending",
  MOVED,
  `update outbound_messages set status = 'sending', sending_since = clock_timestamp()
   where outbound_id = $1 and status = 'queued' returning outbound_id as "outboundId"`,
);

export const moveBackToQueued = statement<Moved>(
  "move_outbound_back_to_queued",
  MOVED,
  `update outbound_messages set status = 'queued', sending_since = null
   where outbound_id = $1 and status = 'sending' returning outbound_id as "outboundId"`,
);

export const moveToSent = statement<Moved>(
  "move_outbound_to_sent",
  MOVED,
  `update outbound_messages set status = 'sent', sent_at = $2, platform_message_id = $3
   where outbound_id = $1 and status = 'sending' returning outbound_id as "outboundId"`,
);

export const moveToUnknown = statement<Moved>(
  "move_outbound_to_unknown",
  MOVED,
  `update outbound_messages set status = 'unknown', sent_at = $2, end_reason = $3
   where outbound_id = $1 and status = 'sending' returning outbound_id as "outboundId"`,
);

export const moveToWithdrawn = statement<Moved>(
  "move_outbound_to_withdrawn",
  MOVED,
  `update outbound_messages set status = 'withdrawn', end_reason = $2
   where outbound_id = $1 and status in ('queued', 'sending') returning outbound_id as "outboundId"`,
);

export const withdrawQueued = statement(
  "withdraw_queued_outbound",
  [],
  `update outbound_messages set status = 'withdrawn', end_reason = $2 where person_id = $1 and status = 'queued'`,
);

export const markReacted = statement(
  "mark_outbound_reacted",
  [],
  `update outbound_messages set reacted_at = $2 where outbound_id = $1`,
);

// What was made as a dry run counts too, so that a dry run shows the same rhythm as the real thing.
export const selectPastSends = statement<PastSend>(
  "select_past_sends",
  ["outboundId", "status", "kind", "at", "reacted"],
  `select outbound_id as "outboundId", status, kind, coalesce(sent_at, queued_at) as at, reacted_at is not null as reacted
   from outbound_messages where person_id = $1 and status <> 'withdrawn'
   order by queued_at desc, outbound_id desc limit 50`,
);

export const selectRecentTexts = statement<{ readonly text: string }>(
  "select_recent_outbound_texts",
  ["text"],
  `select text from outbound_messages where person_id = $1 and status <> 'withdrawn' and text <> ''
   order by queued_at desc limit 8`,
);

// The row stays, since caps and silence are counted from it; the words go.
export const blankOldTexts = statement<Moved>(
  "blank_old_outbound_texts",
  MOVED,
  `update outbound_messages set text = '', context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt'
   where outbound_id in (
     select outbound_id from outbound_messages
     where queued_at <= $1 and text <> '' and status not in ('queued', 'sending') limit $2)
   returning outbound_id as "outboundId"`,
);

export const selectOpenOutbound = statement<Moved>(
  "select_open_outbound",
  MOVED,
  `select outbound_id as "outboundId" from outbound_messages
   where status in ('queued', 'sending') and queued_at < $1 and outbound_id > $2 order by outbound_id limit $3`,
);

export const stripLostOutboundSources = statement<Moved>(
  "strip_lost_outbound_sources",
  MOVED,
  `update outbound_messages set context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt'
   where outbound_id in (
     select o.outbound_id from outbound_messages o
     where o.context_data ? 'sourceMessageId'
       and not exists (select from messages m where m.message_id = o.context_data->>'sourceMessageId')
     limit $1)
   returning outbound_id as "outboundId"`,
);

export const countOpenOutbound = statement<{ readonly status: string; readonly count: number }>(
  "count_open_outbound",
  ["status", "count"],
  `select status, count(*) as count from outbound_messages where status in ('queued', 'sending', 'unknown') group by status`,
);

export const stripContext = statement(
  "strip_outbound_context",
  [],
  `update outbound_messages
   set context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt',
     text = case when status in ('queued', 'sending') then text else '' end
   where person_id = $1`,
);

interface WithdrawnFor extends Moved {
  readonly orderId: string | null;
}
const WITHDRAWN_FOR = ["outboundId", "orderId"] as const;

export const withdrawQueuedIn = statement<WithdrawnFor>(
  "withdraw_queued_outbound_in_place",
  WITHDRAWN_FOR,
  `update outbound_messages set status = 'withdrawn', end_reason = $4
   where person_id = $1 and status = 'queued'
     and ($2::text is null or place->>'serverId' = $2) and ($3::text is null or place->>'channelId' = $3)
   returning outbound_id as "outboundId", order_id as "orderId"`,
);

export const withdrawQueuedCiting = statement<WithdrawnFor>(
  "withdraw_queued_outbound_citing",
  WITHDRAWN_FOR,
  `update outbound_messages set status = 'withdrawn', end_reason = $3
   where person_id = $1 and status = 'queued' and context_data->>'sourceMessageId' = any($2)
   returning outbound_id as "outboundId", order_id as "orderId"`,
);

export const forgetCited = statement(
  "forget_outbound_citing",
  [],
  `update outbound_messages
   set context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt',
     text = case when status in ('queued', 'sending') then text else '' end
   where person_id = $1 and context_data->>'sourceMessageId' = any($2)`,
);

export const forgetTextsIn = statement(
  "forget_outbound_texts_in_place",
  [],
  `update outbound_messages
   set context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt',
     text = case when status in ('queued', 'sending') then text else '' end
   where person_id = $1 and ($2::text is null or place->>'serverId' = $2) and ($3::text is null or place->>'channelId' = $3)`,
);
