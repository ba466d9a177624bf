import { type Queryable, statement } from "../../database/index.ts";
import type { PersonId } from "../../vocabulary/index.ts";
import type { ConsentRecord } from "../privacy-types.ts";

export const insertConsent = statement(
  "insert_consent",
  [],
  `insert into consents (consent_id, person_id, decision, mechanism, text_version, language, place, decided_at)
   values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)`,
);

export type ConsentRow = Pick<ConsentRecord, "decision" | "mechanism" | "place" | "decidedAt">;

export const selectNewestConsent = statement<ConsentRow>(
  "select_newest_consent",
  ["decision", "mechanism", "place", "decidedAt"],
  `select decision, mechanism, place, decided_at as "decidedAt"
   from consents where person_id = $1 order by sequence desc limit 1`,
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
     select distinct on (person_id) person_id, decision from consents
     where person_id > $1 order by person_id, sequence desc) newest
   where decision <> 'refused' order by person_id limit $2`,
);
