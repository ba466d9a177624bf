import { statement } from "../../database/index.ts";

// user_profiles may be a host's: of it only the three columns are ours.
export const selectPrivacyOf = statement<{ readonly data: Readonly<Record<string, unknown>> }>(
  "select_privacy_of_person",
  ["data"],
  `select jsonb_build_object(
     'consents', (select jsonb_agg(to_jsonb(t) order by sequence) from consents t where person_id = $1),
     'consent_ends', (select jsonb_agg(to_jsonb(e)) from consent_ends e join consents c using (consent_id) where c.person_id = $1),
     'person_settings', (select jsonb_agg(to_jsonb(t)) from person_settings t where person_id = $1),
     'user_profiles', (select jsonb_agg(jsonb_build_object(
         'follow_ups_enabled', to_jsonb(p)->'follow_ups_enabled',
         'last_follow_up_sent', to_jsonb(p)->'last_follow_up_sent',
         'follow_up_frequency_hours', to_jsonb(p)->'follow_up_frequency_hours'))
       from user_profiles p where p.user_id::text = $1)) as data`,
);

// What ended goes with its consent.
export const deletePrivacyOf = statement(
  "delete_privacy_of_person",
  [],
  `with gone_consents as (delete from consents where person_id = $1)
   delete from person_settings where person_id = $1`,
);

export const deleteOwnProfile = statement("delete_own_profile", [], `delete from user_profiles where user_id = $1`);

// A host's row stays, with its no where there is one.
export const clearProfileLastSent = statement(
  "clear_profile_last_sent",
  [],
  `update user_profiles set last_follow_up_sent = null where user_id::text = $1`,
);
