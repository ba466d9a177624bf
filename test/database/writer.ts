/**
 * A program for the crash tests: opens the embedded database in the folder that is given to it, prints `open`, then adds row
 * after row and prints each one's number once it is committed. It ends only when it is killed; where it cannot open the
 * folder it prints the error's code.
 */
import { type Database, openEmbeddedDatabase, statement } from "../../src/database/index.ts";
import { RekindleError, silentLogger } from "../../src/kernel/index.ts";

const ADD_ROW = statement<{ id: number }>(
  "add-row",
  ["id"],
  "insert into rows (filler) values (repeat('x', 300)) returning id",
);
const CHANGE_ROW = statement("change-row", [], "update rows set changes = changes + 1 where id = $1");

async function open(folder: string): Promise<Database> {
  try {
    return await openEmbeddedDatabase({ folder, logger: silentLogger });
  } catch (thrown) {
    process.stdout.write(`${thrown instanceof RekindleError ? thrown.code : String(thrown)}\n`);
    process.exit(1);
  }
}

const database = await open(process.argv[2] ?? "");
await database.transaction((transaction) =>
  transaction.script(
    "create table if not exists rows (id serial primary key, filler text, changes integer not null default 0)",
  ),
);
process.stdout.write("open\n");
for (;;) {
  const id = await database.transaction(async (transaction) => {
    const [row] = await transaction.run(ADD_ROW);
    await transaction.run(CHANGE_ROW, [row?.id ?? 0]);
    return row?.id;
  });
  process.stdout.write(`${id}\n`);
}
