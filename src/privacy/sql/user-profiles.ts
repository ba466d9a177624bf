import { type Queryable, statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";

/** What we may do with `user_profiles`. */
export interface UserProfilesState {
  /** It is ours: we made it, and make rows in it. */
  readonly ours: boolean;
  /** Our three columns are there. */
  readonly hasColumns: boolean;
}

export const selectUserProfilesState = statement<UserProfilesState>(
  "select_user_profiles_state",
  ["ours", "hasColumns"],
  `select owns_user_profiles as ours,
     (select count(*) = 3 from pg_attribute
      where attrelid = to_regclass('user_profiles') and not attisdropped
        and attname in ('follow_ups_enabled', 'last_follow_up_sent', 'follow_up_frequency_hours')) as "hasColumns"
   from rekindle_instance`,
);

// Only for a table that is ours: a host's may have another type and columns that must be filled.
export const insertUserProfile = statement(
  "insert_user_profile",
  [],
  `insert into user_profiles (user_id) values ($1) on conflict (user_id) do nothing`,
);

export const updateProfileEnabled = statement(
  "update_profile_enabled",
  [],
  `update user_profiles set follow_ups_enabled = $2 where user_id::text = $1`,
);

export const updateProfileLastSent = statement(
  "update_profile_last_sent",
  [],
  `update user_profiles set last_follow_up_sent = $2 where user_id::text = $1`,
);

/** What we may do with `user_profiles`; nothing where there is no record of it. */
export async function readUserProfilesState(db: Queryable): Promise<UserProfilesState> {
  return (await db.run(selectUserProfilesState))[0] ?? { ours: false, hasColumns: false };
}

/** Lets `user_profiles` follow what the person decided. A host's table gets its existing rows updated and nothing else. */
export async function writeProfileEnabled(
  db: Queryable,
  person: PersonId,
  { enabled }: { readonly enabled: boolean },
): Promise<void> {
  const { ours, hasColumns } = await readUserProfilesState(db);
  if (ours) {
    await db.run(insertUserProfile, [person]);
  }
  if (hasColumns) {
    await db.run(updateProfileEnabled, [person, enabled]);
  }
}

/** Lets `user_profiles` follow when the last follow-up went out. */
export async function writeProfileLastSent(db: Queryable, person: PersonId, at: Date): Promise<void> {
  const { hasColumns } = await readUserProfilesState(db);
  if (hasColumns) {
    await db.run(updateProfileLastSent, [person, at]);
  }
}
