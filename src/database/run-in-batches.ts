import type { Database, Parameter } from "./database-types.ts";
import type { Statement } from "./statement.ts";

/** Rows a statement: short locks, and a long clean-up can be stopped between two of them. Guessed. */
const BATCH_SIZE = 1000;

/**
 * Runs a statement again and again while it returns as many rows as it was allowed to, which it takes as its last parameter.
 *
 * @returns the number of rows in all.
 */
export async function runInBatches<Row>(
  database: Database,
  statement: Statement<Row>,
  { parameters, signal }: { readonly parameters: readonly Parameter[]; readonly signal: AbortSignal },
): Promise<number> {
  let total = 0;
  let size = BATCH_SIZE;
  while (size === BATCH_SIZE && !signal.aborted) {
    size = (await database.run(statement, [...parameters, BATCH_SIZE])).length;
    total += size;
  }
  return total;
}
