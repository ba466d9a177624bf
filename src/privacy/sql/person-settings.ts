import { type Queryable, statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";
import type { PersonSettings } from "../privacy-types.ts";

export interface SettingsRow extends PersonSettings {
  /** `null` where the person chose nothing yet. */
  readonly enabled: boolean | null;
  /** False where `user_profiles`, which a host may write too, says false. */
  readonly profileAllows: boolean;
}

// user_id may have a host's type, hence the cast; and the columns may be missing where we may not add them, hence the detour by
// JSON. A null there says nothing.
export const selectPersonSettings = statement<SettingsRow>(
  "select_person_settings",
  [
    "enabled",
    "profileAllows",
    "followUpFrequencyHours",
    "lastFollowUpSent",
    "questionAskedAt",
    "askAgain",
    "askAgainServer",
    "snoozedUntil",
    "frozenAt",
    "timeZone",
  ],
  `select s.follow_ups_enabled as "enabled",
     coalesce((select bool_and(coalesce((to_jsonb(p)->>'follow_ups_enabled')::boolean, true)) from user_profiles p where p.user_id::text = $1), true) as "profileAllows",
     greatest(coalesce(s.follow_up_frequency_hours, 48),
       (select max((to_jsonb(p)->>'follow_up_frequency_hours')::integer) from user_profiles p where p.user_id::text = $1)) as "followUpFrequencyHours",
     greatest(s.last_follow_up_sent,
       (select max((to_jsonb(p)->>'last_follow_up_sent')::timestamptz) from user_profiles p where p.user_id::text = $1)) as "lastFollowUpSent",
     s.question_asked_at as "questionAskedAt", coalesce(s.ask_again, false) as "askAgain",
     s.ask_again_server as "askAgainServer",
     s.snoozed_until as "snoozedUntil", s.frozen_at as "frozenAt", coalesce(s.time_zone, s.host_time_zone) as "timeZone"
   from (select 1) one left join person_settings s on s.person_id = $1`,
);

/** What the person chose, with defaults; of two values the stricter one. */
export async function readSettings(db: Queryable, person: PersonId): Promise<SettingsRow> {
  const [row] = await db.run(selectPersonSettings, [person]);
  return row as SettingsRow; // the query has always one row
}

export const upsertFollowUpsEnabled = statement(
  "upsert_follow_ups_enabled",
  [],
  `insert into person_settings (person_id, follow_ups_enabled, ask_again) values ($1, $2, false)
   on conflict (person_id) do update set follow_ups_enabled = excluded.follow_ups_enabled, ask_again = false, snoozed_until = null`,
);

export const upsertQuestionAsked = statement(
  "upsert_question_asked",
  [],
  `insert into person_settings (person_id, question_asked_at) values ($1, $2)
   on conflict (person_id) do update set question_asked_at = excluded.question_asked_at, ask_again = false`,
);

// Whoever is to be asked anywhere is not to be asked in one server only because somebody there wants it, too.
export const upsertAskAgain = statement(
  "upsert_ask_again",
  [],
  `insert into person_settings (person_id, ask_again, ask_again_server) values ($1, true, $2)
   on conflict (person_id) do update set ask_again = true,
     ask_again_server = case when person_settings.ask_again and person_settings.ask_again_server is null then null
       else excluded.ask_again_server end`,
);

export const clearQuestionAsked = statement(
  "clear_question_asked",
  [],
  `update person_settings set question_asked_at = null where person_id = $1`,
);

export const upsertSnooze = statement(
  "upsert_snooze",
  [],
  `insert into person_settings (person_id, snoozed_until) values ($1, $2)
   on conflict (person_id) do update set snoozed_until = excluded.snoozed_until`,
);

export const upsertTimeZone = statement(
  "upsert_time_zone",
  [],
  `insert into person_settings (person_id, time_zone) values ($1, $2)
   on conflict (person_id) do update set time_zone = excluded.time_zone`,
);

export const upsertHostTimeZone = statement(
  "upsert_host_time_zone",
  [],
  `insert into person_settings (person_id, host_time_zone) values ($1, $2)
   on conflict (person_id) do update set host_time_zone = excluded.host_time_zone`,
);

export const upsertFrozen = statement(
  "upsert_frozen",
  [],
  `insert into person_settings (person_id, frozen_at) values ($1, $2)
   on conflict (person_id) do update set frozen_at = excluded.frozen_at`,
);

export const clearFrozen = statement(
  "clear_frozen",
  [],
  `update person_settings set frozen_at = null where person_id = $1`,
);

export const upsertLastFollowUpSent = statement(
  "upsert_last_follow_up_sent",
  [],
  `insert into person_settings (person_id, last_follow_up_sent) values ($1, $2)
   on conflict (person_id) do update set last_follow_up_sent = excluded.last_follow_up_sent`,
);
