import { statement } from "../../database/index.ts";
import type { FollowUpContext } from "../../outbound/index.ts";
import type { FollowUpKind } from "../../vocabulary/index.ts";

export const insertFollowUp = statement(
  "insert_follow_up",
  [],
  `insert into follow_up_history (user_id, message_sent, context_data, sent_at, outbound_id) values ($1, $2, $3::jsonb, $4, $5)
   on conflict (outbound_id) do nothing`,
);

// The newest follow-up of the last $3 hours that nobody answered yet. A person who writes answers the last thing they were asked.
export const recordResponse = statement<{ readonly outboundId: string | null }>(
  "record_follow_up_response",
  ["outboundId"],
  `update follow_up_history set response_received = true, response_time = $2
   where id = (
     select id from follow_up_history where user_id = $1 and sent_at <= $2 and sent_at > $2::timestamptz - $3 * interval '1 hour'
     order by sent_at desc limit 1)
     and response_received = false
   returning outbound_id as "outboundId"`,
);

// Two questions of every decision in one round trip.
export const selectAnsweredAndPaused = statement<{ readonly answered: boolean; readonly paused: boolean }>(
  "select_answered_and_paused",
  ["answered", "paused"],
  `select exists (select from follow_up_history where user_id = $1 and response_received) as answered,
     exists (select from follow_up_pause where paused_at is not null) as paused`,
);

export const setThumb = statement(
  "set_follow_up_thumb",
  [],
  `update follow_up_history set thumb = $2 where outbound_id = $1`,
);

export interface FollowUpRow {
  readonly id: number;
  readonly text: string;
  readonly contextData: FollowUpContext | null;
  readonly sentAt: Date;
  readonly respondedAt: Date | null;
  readonly thumb: "up" | "down" | null;
}

export const selectFollowUps = statement<FollowUpRow>(
  "select_follow_ups",
  ["id", "text", "contextData", "sentAt", "respondedAt", "thumb"],
  `select id, message_sent as "text", context_data as "contextData", sent_at as "sentAt", response_time as "respondedAt", thumb
   from follow_up_history where user_id = $1 order by sent_at desc, id desc limit $2`,
);

interface OpenFollowUpRow {
  readonly outboundId: string;
  readonly kind: FollowUpKind;
  readonly text: string;
  readonly quote: string | null;
  readonly sentAt: Date;
}

export const selectOpenFollowUp = statement<OpenFollowUpRow>(
  "select_open_follow_up",
  ["outboundId", "kind", "text", "quote", "sentAt"],
  `select o.outbound_id as "outboundId", o.kind, h.message_sent as "text", h.context_data->>'quote' as "quote", h.sent_at as "sentAt"
   from follow_up_history h join outbound_messages o on o.outbound_id = h.outbound_id
   where h.user_id = $1 and o.place->>'channelId' = $2 and h.message_sent <> ''
     and h.sent_at > $3::timestamptz - $4 * interval '1 hour'
     and (h.response_time is null or h.response_time > $3::timestamptz - $5 * interval '1 minute')
   order by h.sent_at desc, h.id desc limit 1`,
);

// The source is cited only while its message is kept; the words of the follow-up itself go with their own time.
export const stripLostSources = statement<{ readonly id: number }>(
  "strip_lost_sources",
  ["id"],
  `update follow_up_history set context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt'
   where id in (
     select h.id from follow_up_history h
     where h.context_data ? 'sourceMessageId'
       and not exists (select from messages m where m.message_id = h.context_data->>'sourceMessageId')
     limit $1)
   returning id`,
);

export const stripSources = statement(
  "strip_follow_up_sources",
  [],
  `update follow_up_history set context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt' where user_id = $1`,
);

export const blankOldFollowUps = statement<{ readonly id: number }>(
  "blank_old_follow_ups",
  ["id"],
  `update follow_up_history set message_sent = '' where id in (
     select id from follow_up_history where sent_at <= $1 and message_sent <> '' limit $2)
   returning id`,
);

export const stripCited = statement(
  "strip_follow_ups_citing",
  [],
  `update follow_up_history set context_data = context_data - 'quote' - 'sourceMessageId' - 'saidAt'
   where user_id = $1 and context_data->>'sourceMessageId' = any($2)`,
);

export const blankFollowUpsIn = statement(
  "blank_follow_ups_in_place",
  [],
  `update follow_up_history h
   set message_sent = '', context_data = h.context_data - 'quote' - 'sourceMessageId' - 'saidAt'
   from outbound_messages o
   where h.user_id = $1 and o.outbound_id = h.outbound_id
     and ($2::text is null or o.place->>'serverId' = $2) and ($3::text is null or o.place->>'channelId' = $3)`,
);
