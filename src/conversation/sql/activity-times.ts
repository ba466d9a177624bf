import { statement } from "../../database/index.ts";

export const insertActivityTime = statement(
  "insert_activity_time",
  [],
  `insert into activity_times (person_id, active_at) values ($1, date_trunc('minute', $2::timestamptz)) on conflict do nothing`,
);

// "In the 30 days up to their last message": the window stays where it was when they fall silent.
export const selectActivityTimes = statement<{ readonly activeAt: Date }>(
  "select_activity_times",
  ["activeAt"],
  `select active_at as "activeAt" from activity_times
   where person_id = $1
     and active_at >= (select max(active_at) from activity_times where person_id = $1) - interval '30 days'
   order by active_at desc limit 500`,
);

export const deleteActivityTimes = statement(
  "delete_activity_times",
  [],
  `delete from activity_times where person_id = $1`,
);

export const deleteOldActivityTimes = statement(
  "delete_old_activity_times",
  [],
  `delete from activity_times a using (select person_id, max(active_at) as newest from activity_times group by person_id) last
   where a.person_id = last.person_id and a.active_at < last.newest - interval '30 days'`,
);
