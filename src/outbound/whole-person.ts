import type { Queryable, Transaction } from "../database/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import { deleteOutboundOf, selectOutboundOf } from "./sql/whole-person.ts";

/** What left or waits to leave for a person, by table. */
export async function exportOutbound(db: Queryable, person: PersonId): Promise<Readonly<Record<string, unknown>>> {
  return (await db.run(selectOutboundOf, [person]))[0]?.data ?? {};
}

/** Deletes it; a job that would send it finds nothing. */
export async function eraseOutbound(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(deleteOutboundOf, [person]);
}
