import { InvariantError } from "../../kernel/index.ts";
import type { Queryable } from "../database-types.ts";
import { statement } from "../statement.ts";

/** `clock_timestamp()` and not `now()`, which stands still from the begin of a transaction, also while it waited for a lock. */
export const READ_DATABASE_CLOCK = statement<{ now: Date }>(
  "read-database-clock",
  ["now"],
  "select clock_timestamp() as now",
);

export async function readDatabaseClock(queryable: Queryable): Promise<Date> {
  const [row] = await queryable.run(READ_DATABASE_CLOCK);
  if (row === undefined) {
    throw new InvariantError("the database's clock returned no row");
  }
  return row.now;
}
