import type { Queryable, Transaction } from "../database/index.ts";
import type { PersonId, Place } from "../vocabulary/index.ts";
import {
  type AskedCheckInRow,
  deleteAskedCheckIn,
  insertAskedCheckIn,
  selectAskedCheckIn,
} from "./sql/asked-check-ins.ts";

/** The one check-in that somebody asked for under the words of the crisis lane: where, and when they asked. */
export type AskedCheckIn = AskedCheckInRow;

/** They want to be asked in a few days how they are. */
export async function noteAskedCheckIn(
  transaction: Transaction,
  person: PersonId,
  { place, askedAt }: { readonly place: Place; readonly askedAt: Date },
): Promise<void> {
  await transaction.run(insertAskedCheckIn, [person, JSON.stringify(place), askedAt]);
}

/** `null` where they did not ask, or it is done. */
export async function readAskedCheckIn(db: Queryable, person: PersonId): Promise<AskedCheckIn | null> {
  return (await db.run(selectAskedCheckIn, [person]))[0] ?? null;
}

/** It is done, too late, or not wanted any more. */
export async function dropAskedCheckIn(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(deleteAskedCheckIn, [person]);
}
