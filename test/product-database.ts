import { type Database, type Parameter, type Queryable, type Statement, statement } from "../src/database/index.ts";
import type { OpenDatabase } from "../src/database/testing/index.ts";
import { silentLogger } from "../src/kernel/index.ts";
import { migrateAll } from "../src/main/prepare-database.ts";

/** A database with the whole schema: the scheduler's and the product's. Whatever `before` does is there first, as a host's tables are. */
export async function openProductDatabase(open: OpenDatabase, before = ""): Promise<Database> {
  const database = await open();
  if (before !== "") {
    await database.transaction((transaction) => transaction.script(before));
  }
  await migrateAll(database, silentLogger);
  return database;
}

/** Both sequences, for those who migrate by themselves. */
export { allSequences as allMigrations } from "../src/main/prepare-database.ts";

// A statement's name stands for its text, on a server for as long as a connection lives.
const names = new Map<string, string>();

/** A query of a test's own. */
export function query<Row>(columns: readonly (keyof Row & string)[], text: string): Statement<Row> {
  const name = names.get(text) ?? `query-of-a-test-${names.size}`;
  names.set(text, name);
  return statement<Row>(name, columns, text);
}

/** The column `value` of each row of a query. */
export async function values<Value>(
  db: Queryable,
  text: string,
  parameters: readonly Parameter[] = [],
): Promise<readonly Value[]> {
  return (await db.run(query<{ value: Value }>(["value"], text), parameters)).map(({ value }) => value);
}
