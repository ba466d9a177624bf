import type { Queryable, Transaction } from "../database/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import { readUserProfilesState } from "./sql/user-profiles.ts";
import { clearProfileLastSent, deleteOwnProfile, deletePrivacyOf, selectPrivacyOf } from "./sql/whole-person.ts";

/** What a person agreed to and chose, by table. */
export async function exportPrivacy(db: Queryable, person: PersonId): Promise<Readonly<Record<string, unknown>>> {
  return (await db.run(selectPrivacyOf, [person]))[0]?.data ?? {};
}

/** Deletes it. A row of the host's `user_profiles` stays, without the time of the last follow-up. */
export async function erasePrivacy(transaction: Transaction, person: PersonId): Promise<void> {
  const { ours, hasColumns } = await readUserProfilesState(transaction);
  await transaction.run(deletePrivacyOf, [person]);
  if (ours) {
    await transaction.run(deleteOwnProfile, [person]);
  } else if (hasColumns) {
    await transaction.run(clearProfileLastSent, [person]);
  }
}
