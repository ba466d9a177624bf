/**
 * A program for the test of a database that gives up: fills the embedded one's log until it cannot grow, and prints as JSON what
 * became of everything that was asked of it then and later. Arguments: the folder, and the shape of the statement that meets the
 * full log.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { openEmbeddedDatabase, statement } from "../../src/database/index.ts";
import { monotonicMs, RekindleError, silentLogger } from "../../src/kernel/index.ts";

const [folder = "", shape = ""] = process.argv.slice(2);
const ADD = statement("add-row", [], "insert into rows values (1)");
const NEXT_PART = statement<{ part: string }>("switch-log", ["part"], "select pg_switch_wal()::text as part");
const COUNT = statement<{ count: number }>("count-rows", ["count"], "select count(*) as count from rows");

const logged: string[] = [];
const logger = { ...silentLogger, error: (_fields: object, text: string) => void logged.push(text) };
const database = await openEmbeddedDatabase({ folder, logger });
await database.transaction((transaction) => transaction.script("create table rows (id integer)"));
await database.listen("news", () => undefined);

// What a full disk does to the next part of the log, without filling a disk: its name is taken.
const obstacle = join(folder, "postgres", "pg_wal", "xlogtemp.42");
await mkdir(obstacle);

let accepted = 0;
async function step(): Promise<void> {
  if (shape === "statement") {
    await database.run(ADD);
    accepted += 1;
    await database.run(NEXT_PART);
  } else if (shape === "script") {
    await database.transaction((transaction) => transaction.script("insert into rows values (1)"));
    accepted += 1;
    await database.transaction((transaction) => transaction.script("select pg_switch_wal(); select 1"));
  } else {
    await database.transaction((transaction) => transaction.run(ADD));
    accepted += 1;
    await database.transaction(async (transaction) => {
      await transaction.run(NEXT_PART);
      await transaction.run(NEXT_PART);
    });
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "accepted";
  } catch (thrown) {
    return thrown instanceof RekindleError ? thrown.code : String(thrown);
  }
}

let first = "accepted";
let queued: readonly string[] = [];
while (first === "accepted") {
  const outcome = codeOf(step());
  const behind = [codeOf(database.now()), codeOf(database.transaction((transaction) => transaction.run(COUNT)))];
  first = await outcome;
  queued = await Promise.all(behind);
}
const begunMs = monotonicMs();
const later = [
  await codeOf(database.run(COUNT)),
  await codeOf(database.transaction(() => Promise.resolve())),
  await codeOf(database.listen("news", () => undefined)),
  await codeOf(database.now()),
];
await database.close();
const atOnce = monotonicMs() - begunMs < 1000;

await rm(obstacle, { recursive: true });
const again = await openEmbeddedDatabase({ folder, logger });
const [row] = await again.run(COUNT);
await again.close();
process.stdout.write(
  JSON.stringify({ first, queued, later, atOnce, logged: logged.length, lost: accepted - (row?.count ?? 0) }),
);
