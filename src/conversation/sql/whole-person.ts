import { statement } from "../../database/index.ts";

export const selectConversationOf = statement<{ readonly data: Readonly<Record<string, unknown>> }>(
  "select_conversation_of_person",
  ["data"],
  `select jsonb_build_object(
     'people', (select jsonb_agg(to_jsonb(t)) from people t where person_id = $1),
     'messages', (select jsonb_agg(to_jsonb(t) order by sent_at) from messages t where person_id = $1),
     'memories', (select jsonb_agg(to_jsonb(t) order by noted_at) from memories t where person_id = $1),
     'owed_answers', (select jsonb_agg(to_jsonb(t)) from owed_answers t where person_id = $1),
     'activity_times', (select jsonb_agg(active_at order by active_at) from activity_times where person_id = $1)) as data`,
);

export const deleteConversationOf = statement(
  "delete_conversation_of_person",
  [],
  `with gone_messages as (delete from messages where person_id = $1),
     gone_memories as (delete from memories where person_id = $1),
     gone_answers as (delete from owed_answers where person_id = $1),
     gone_times as (delete from activity_times where person_id = $1)
   delete from people where person_id = $1`,
);
