import type { Queryable } from "../database/index.ts";
import type { PersonId } from "../vocabulary/index.ts";
import { selectPermittedPeople } from "./sql/consents.ts";

/** People whose newest decision is a yes, ordered by id, the next `limit` after `after` (empty text: from the start). */
export async function listPermittedPeople(
  db: Queryable,
  { after, limit }: { after: string; limit: number },
): Promise<readonly PersonId[]> {
  return (await db.run(selectPermittedPeople, [after, limit])).map((row) => row.personId);
}
