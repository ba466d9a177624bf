/**
 * A program: writes to an embedded database whose log cannot grow any more, until it is refused, and then three times more. Prints
 * how many writes were accepted, and the codes of the refusals. Argument: the folder.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { openEmbeddedDatabase } from "../../../src/database/index.ts";
import { RekindleError, silentLogger } from "../../../src/kernel/index.ts";
import { query } from "../../product-database.ts";

const [folder = ""] = process.argv.slice(2);
const database = await openEmbeddedDatabase({ folder, logger: silentLogger });
await database.transaction((transaction) =>
  transaction.script(
    "create table counter (count integer not null, filling text) with (fillfactor = 50); insert into counter values (0)",
  ),
);
// What a full disk does to the next part of the log, without filling a disk: its name is taken.
await mkdir(join(folder, "postgres", "pg_wal", "xlogtemp.42"));

const write = query<{ count: number }>(
  ["count"],
  "update counter set count = count + 1, filling = repeat(md5(random()::text), 60) returning count",
);
let accepted = 0;
const refusals: string[] = [];
while (refusals.length < 4) {
  try {
    await database.run(write);
    accepted += 1;
  } catch (thrown) {
    refusals.push(thrown instanceof RekindleError ? thrown.code : String(thrown));
  }
}
process.stdout.write(`accepted ${accepted}, refused ${refusals.join(" ")}\n`);
process.exit();
