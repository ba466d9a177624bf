import { expect, test, vi } from "vitest";

import { silentLogger } from "../../kernel/index.ts";
import { type Database, migrate, type Migration, openServerDatabase, statement } from "../index.ts";
import { describeOnEachDatabase, describeOnServer } from "../testing/index.ts";

const FIRST: Migration = {
  number: 1,
  name: "first",
  sql: "-- first\ncreate table steps (step text not null);\ninsert into steps values ('first');",
  breaking: false,
};
const SECOND: Migration = {
  number: 2,
  name: "second",
  sql: "-- second\ninsert into steps values ('second');",
  breaking: false,
};
const BROKEN: Migration = {
  number: 3,
  name: "broken",
  sql: "-- broken\ninsert into steps values ('third');\nselect * from nowhere;",
  breaking: false,
};

const READ_STEPS = statement<{ step: string }>("read-steps", ["step"], "select step from steps");

function run(database: Database, migrations: readonly Migration[], logger = silentLogger): Promise<void> {
  return migrate(database, { sequence: "test", migrations, logger });
}

async function steps(database: Database): Promise<readonly string[]> {
  return (await database.run(READ_STEPS)).map(({ step }) => step);
}

describeOnEachDatabase("migrations", (open) => {
  test("apply what is missing, each once, in order, and log it", async () => {
    const database = await open();
    const info = vi.fn();
    await run(database, [FIRST], { ...silentLogger, info });
    await run(database, [FIRST, SECOND], { ...silentLogger, info });
    await run(database, [FIRST, SECOND], { ...silentLogger, info });
    expect(await steps(database)).toEqual(["first", "second"]);
    expect(info.mock.calls.map(([fields]) => fields as unknown)).toEqual([
      { sequence: "test", migration: "001-first" },
      { sequence: "test", migration: "002-second" },
    ]);
  });

  test("of two sequences do not mix", async () => {
    const database = await open();
    await run(database, [FIRST]);
    const other: Migration = { number: 1, name: "other", sql: "-- other\ncreate table other ();", breaking: false };
    await migrate(database, { sequence: "other", migrations: [other], logger: silentLogger });
    await run(database, [FIRST, SECOND]);
    expect(await steps(database)).toEqual(["first", "second"]);
  });

  test("that fail leave nothing of themselves, and can be repeated", async () => {
    const database = await open();
    const failed = {
      code: "MIGRATION_FAILED",
      sequence: "test",
      number: 3,
      cause: { code: "STATEMENT_FAILED", sqlState: "42P01" },
    };
    await expect(run(database, [FIRST, SECOND, BROKEN])).rejects.toMatchObject(failed);
    expect(await steps(database)).toEqual(["first", "second"]);
    await run(database, [FIRST, SECOND, { ...BROKEN, sql: "-- mended\ninsert into steps values ('third');" }]);
    expect(await steps(database)).toEqual(["first", "second", "third"]);
  });

  test("that were changed after they were applied stop everything before anything happens", async () => {
    const database = await open();
    await run(database, [FIRST]);
    const changed = { ...FIRST, sql: `${FIRST.sql} -- touched` };
    await expect(run(database, [changed, SECOND])).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
      sequence: "test",
      number: 1,
    });
    expect(await steps(database)).toEqual(["first"]);
  });

  test("count as unchanged with the line ends of another system", async () => {
    const database = await open();
    await run(database, [FIRST]);
    await run(database, [{ ...FIRST, sql: FIRST.sql.replaceAll("\n", "\r\n") }, SECOND]);
    expect(await steps(database)).toEqual(["first", "second"]);
  });

  test("of a newer version are tolerated, unless one of them is breaking", async () => {
    const database = await open();
    await run(database, [FIRST, SECOND]);
    await run(database, [FIRST]);
    await run(database, [
      FIRST,
      SECOND,
      { number: 3, name: "drop-a-column", sql: "-- breaking\nselect 1;", breaking: true },
    ]);
    const refused = run(database, [FIRST, SECOND]);
    await expect(refused).rejects.toMatchObject({ code: "SCHEMA_TOO_NEW", sequence: "test", number: 3, known: 2 });
    await expect(refused).rejects.toThrow(
      /^this database was changed by a newer version \(migration 003-drop-a-column of "test"\)/,
    );
  });

  test("run once when many start at the same time", async () => {
    const database = await open();
    await Promise.all(Array.from({ length: 6 }, () => run(database, [FIRST, SECOND])));
    expect(await steps(database)).toEqual(["first", "second"]);
  });
});

describeOnServer("migrations of several processes", (create) => {
  test("run once when all start at the same time, the ledger's own making included", async () => {
    const url = await create();
    const databases = await Promise.all(
      Array.from({ length: 6 }, () => openServerDatabase({ url, logger: silentLogger, maxConnections: 2 })),
    );
    await Promise.all(databases.map((database) => run(database, [FIRST, SECOND])));
    const [first] = databases;
    expect(first && (await steps(first))).toEqual(["first", "second"]);
    await Promise.all(databases.map((database) => database.close()));
  });
});
