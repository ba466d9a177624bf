import type { Queryable, Transaction } from "../database/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import type { PersonSettings } from "./privacy-types.ts";
import {
  clearFrozen,
  readSettings,
  upsertAskAgain,
  upsertFrozen,
  upsertHostTimeZone,
  upsertLastFollowUpSent,
  upsertQuestionAsked,
  upsertSnooze,
  upsertTimeZone,
} from "./sql/person-settings.ts";
import { writeProfileLastSent } from "./sql/user-profiles.ts";

/** What the person chose, with the defaults filled in; of two values the stricter one. */
export async function readPersonSettings(db: Queryable, person: PersonId): Promise<PersonSettings> {
  return readSettings(db, person);
}

/** Notes that the permission question is being put to them: it is put once. */
export async function noteQuestionAsked(transaction: Transaction, person: PersonId, at: Date): Promise<void> {
  await transaction.run(upsertQuestionAsked, [person, at]);
}

/** Lets the question be put once more, under their next message; in this server only, where one is given. */
export async function askOnceMore(transaction: Transaction, person: PersonId, serverId: string | null): Promise<void> {
  await transaction.run(upsertAskAgain, [person, serverId]);
}

/** *Later*: nothing is sent before `until`. */
export async function snoozeUntil(transaction: Transaction, person: PersonId, until: Date): Promise<void> {
  await transaction.run(upsertSnooze, [person, until]);
}

/** The person's IANA zone, or `null` to forget it. */
export async function setTimeZone(transaction: Transaction, person: PersonId, timeZone: string | null): Promise<void> {
  await transaction.run(upsertTimeZone, [person, timeZone]);
}

/** The zone that the host says, or `null`. The one that the person told us stands above it. */
export async function setHostTimeZone(
  transaction: Transaction,
  person: PersonId,
  timeZone: string | null,
): Promise<void> {
  await transaction.run(upsertHostTimeZone, [person, timeZone]);
}

/** There were signs that this person is in danger: from now on nothing is sent to them of our own accord. */
export async function freeze(transaction: Transaction, person: PersonId, at: Date): Promise<void> {
  await transaction.run(upsertFrozen, [person, at]);
}

/** They asked for messages again, a while after: what was frozen goes on. */
export async function thaw(transaction: Transaction, person: PersonId): Promise<void> {
  await transaction.run(clearFrozen, [person]);
}

/** Notes when the last follow-up went out. Belongs into the transaction that records the send. */
export async function noteFollowUpSent(transaction: Transaction, person: PersonId, at: Date): Promise<void> {
  await transaction.run(upsertLastFollowUpSent, [person, at]);
  await writeProfileLastSent(transaction, person, at);
}
