import type { Queryable, Transaction } from "../database/index.ts";
import type { IdSource } from "../kernel/index.ts";
import { isIn, type PersonId, type PlaceFilter, type ReasonCode } from "../vocabulary/index.ts";
import type { ConsentMode, ConsentRecord, Permission, PersonSettings } from "./privacy-types.ts";
import { type ConsentRow, insertConsent, insertConsentEnd, newestConsent } from "./sql/consents.ts";
import { clearQuestionAsked, readSettings, type SettingsRow, upsertFollowUpsEnabled } from "./sql/person-settings.ts";
import { writeProfileEnabled } from "./sql/user-profiles.ts";

/**
 * Puts a decision on record and makes it hold: the ledger row, the person's own setting, and `user_profiles`. What else must
 * follow (memories, what is queued, the next plan) is done by `follow-ups/`, which calls this.
 */
export async function recordConsent(transaction: Transaction, ids: IdSource, record: ConsentRecord): Promise<void> {
  const enabled = record.decision !== "refused";
  await transaction.run(insertConsent, [
    ids.next(),
    record.personId,
    record.decision,
    record.mechanism,
    record.textVersion,
    record.language,
    JSON.stringify(record.place),
    record.decidedAt,
  ]);
  await transaction.run(upsertFollowUpsEnabled, [record.personId, enabled]);
  await writeProfileEnabled(transaction, record.personId, { enabled });
}

/**
 * Ends a yes whose place is no more, or that the person left. It is no refusal: they count as not asked, and may be asked again
 * wherever they talk with the bot. False where no yes for such a place holds.
 */
export async function endConsentIn(
  transaction: Transaction,
  person: PersonId,
  { places, reason }: { readonly places: PlaceFilter; readonly reason: ReasonCode },
): Promise<boolean> {
  const consent = await newestConsent(transaction, person);
  if (consent === null || consent.ended || consent.decision === "refused" || !isIn(consent.place, places)) {
    return false;
  }
  await transaction.run(insertConsentEnd, [consent.consentId, await transaction.now(), reason]);
  await transaction.run(clearQuestionAsked, [person]);
  return true;
}

/** What holds for a person: whether and where they may be written to, and what they chose. */
export interface Standing {
  readonly permission: Permission;
  readonly settings: PersonSettings;
}

/**
 * Whether and where a person may be written to, and what they chose. Two sources that disagree count as a no, and a yes that only
 * the operator's setting stood for counts while that setting is `opt-out`.
 */
export async function readStanding(db: Queryable, person: PersonId, mode: ConsentMode): Promise<Standing> {
  const consent = await newestConsent(db, person);
  const settings = await readSettings(db, person);
  return { permission: permissionOf(consent, settings, mode), settings };
}

/** As {@link readStanding}, the permission alone. */
export async function readPermission(db: Queryable, person: PersonId, mode: ConsentMode = "ask"): Promise<Permission> {
  return (await readStanding(db, person, mode)).permission;
}

function permissionOf(consent: ConsentRow | null, settings: SettingsRow, mode: ConsentMode): Permission {
  if (consent?.decision === "refused") {
    return { state: "refused", since: consent.decidedAt };
  }
  if (settings.enabled === false || !settings.profileAllows) {
    return { state: "refused", since: null };
  }
  if (consent === null || consent.ended || (consent.mechanism === "operator_setting" && mode === "ask")) {
    return { state: "not_asked" };
  }
  return { state: consent.decision, place: consent.place, since: consent.decidedAt, mechanism: consent.mechanism };
}
