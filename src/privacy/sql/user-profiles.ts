import { type Queryable, statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";

export const selectOwnsUserProfiles = statement<{ readonly owns: boolean }>(
  "select_owns_user_profiles",
  ["owns"],
  `select owns_user_profiles as owns from rekindle_instance`,
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

/** Lets `user_profiles` follow what the person decided. A host's table gets its existing rows updated and nothing else. */
export async function writeProfileEnabled(
  db: Queryable,
  person: PersonId,
  { enabled }: { enabled: boolean },
): Promise<void> {
  const [instance] = await db.run(selectOwnsUserProfiles);
  if (instance?.owns === true) {
    await db.run(insertUserProfile, [person]);
  }
  await db.run(updateProfileEnabled, [person, enabled]);
}
