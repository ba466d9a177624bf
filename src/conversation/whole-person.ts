import type { Queryable, Transaction } from "../database/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import { deleteConversationOf, selectConversationOf } from "./sql/whole-person.ts";

/** All that is kept here of a person, by table. */
export async function exportConversation(db: Queryable, person: PersonId): Promise<Readonly<Record<string, unknown>>> {
  return (await db.run(selectConversationOf, [person]))[0]?.data ?? {};
}

/** Deletes all that is kept here of a person; the lock on them goes with it, so this comes last. */
export async function eraseConversation(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(deleteConversationOf, [person]);
}
