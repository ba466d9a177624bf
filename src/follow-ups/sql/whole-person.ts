import { statement } from "../../database/index.ts";

export const selectFollowUpsOf = statement<{ readonly data: Readonly<Record<string, unknown>> }>(
  "select_follow_ups_of_person",
  ["data"],
  `select jsonb_build_object(
     'follow_up_history', (select jsonb_agg(to_jsonb(t) order by sent_at) from follow_up_history t where user_id = $1),
     'follow_up_decisions', (select jsonb_agg(to_jsonb(t) order by decided_at) from follow_up_decisions t where person_id = $1),
     'follow_up_orders', (select jsonb_agg(to_jsonb(t) order by ordered_at) from follow_up_orders t where person_id = $1),
     'scheduled_jobs', (select jsonb_agg(to_jsonb(t)) from scheduled_jobs t
       where job_type = 'follow_up_message' and payload->>'personId' = $1)) as data`,
);

// A run of theirs that is under way finds its lease gone, and writes nothing.
export const deleteFollowUpsOf = statement(
  "delete_follow_ups_of_person",
  [],
  `with gone_history as (delete from follow_up_history where user_id = $1),
     gone_decisions as (delete from follow_up_decisions where person_id = $1),
     gone_jobs as (delete from scheduled_jobs where job_type = 'follow_up_message' and payload->>'personId' = $1)
   delete from follow_up_orders where person_id = $1`,
);
