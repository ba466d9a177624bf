import { type Queryable, statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";
import type { ConsentRecord } from "../privacy-types.ts";

export const insertConsent = statement(
  "insert_consent",
  [],
  `insert into consents (consent_id, person_id, decision, mechanism, text_version, language, place, decided_at)
   values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
);

export interface ConsentRow extends Pick<ConsentRecord, "decision" | "mechanism" | "place" | "decidedAt"> {
  readonly consentId: string;
  /** Its place is no more, or the person left it: it permits nothing any longer, and is no no. */
  readonly ended: boolean;
}

export const selectNewestConsent = statement<ConsentRow>(
  "select_newest_consent",
  ["consentId", "decision", "mechanism", "place", "decidedAt", "ended"],
  `select consent_id as "consentId", decision, mechanism, place, decided_at as "decidedAt",
     exists (select from consent_ends e where e.consent_id = consents.consent_id) as ended
   from consents where person_id = $1 order by sequence desc limit 1`,
);

export const insertConsentEnd = statement(
  "insert_consent_end",
  [],
  `insert into consent_ends (consent_id, ended_at, end_reason) values ($1, $2, $3) on conflict do nothing`,
);

/** The decision that holds. */
export async function newestConsent(db: Queryable, person: PersonId): Promise<ConsentRow | null> {
  return (await db.run(selectNewestConsent, [person]))[0] ?? null;
}

/** People whose newest decision is a yes, by id, from `after` on: for the daily sweep. */
export const selectPermittedPeople = statement<{ readonly personId: PersonId }>(
  "select_permitted_people",
  ["personId"],
  `select person_id as "personId" from (
     select distinct on (person_id) person_id, consent_id, decision from consents
     where person_id > $1 order by person_id, sequence desc) newest
   where decision <> 'refused' and not exists (select from consent_ends e where e.consent_id = newest.consent_id)
   order by person_id limit $2`,
);
