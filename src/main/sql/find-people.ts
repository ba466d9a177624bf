import { type Queryable, statement } from "../../database/index.ts";

export const findAnyPerson = statement<{ found: boolean }>(
  "find_any_person",
  ["found"],
  `select true as found from people limit 1`,
);

/** Whether anybody was ever met. */
export async function hasPeople(db: Queryable): Promise<boolean> {
  return (await db.run(findAnyPerson)).length > 0;
}
