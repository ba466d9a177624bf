import { statement } from "../../database/index.ts";

export const selectOutboundOf = statement<{ readonly data: Readonly<Record<string, unknown>> }>(
  "select_outbound_of_person",
  ["data"],
  `select jsonb_build_object(
     'outbound_messages', (select jsonb_agg(to_jsonb(t) order by queued_at) from outbound_messages t where person_id = $1),
     'direct_chats', (select jsonb_agg(to_jsonb(t)) from direct_chats t where person_id = $1)) as data`,
);

export const deleteOutboundOf = statement(
  "delete_outbound_of_person",
  [],
  `with gone_chats as (delete from direct_chats where person_id = $1)
   delete from outbound_messages where person_id = $1`,
);
