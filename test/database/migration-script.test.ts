import { Client } from "pg";
import { expect, onTestFinished, test, vi } from "vitest";

import {
  type Database,
  migrate,
  type Migration,
  migrationScript,
  openServerDatabase,
  pendingMigrations,
  statement,
} from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { useSchemas } from "./schemas.ts";

const FIRST: Migration = { number: 1, name: "first", sql: "-- first\ncreate table steps (step text)", breaking: false };
const SECOND: Migration = {
  number: 2,
  name: "second",
  sql: "-- breaking: it's the second\ninsert into steps values ('it''s; the second'); -- and last\n",
  breaking: true,
};
const BROKEN: Migration = {
  number: 3,
  name: "broken",
  sql: "-- broken\ninsert into steps values ('third');\nselect * from nowhere;",
  breaking: false,
};
const READ_STEPS = statement<{ step: string }>("read-steps", ["step"], "select step from steps");
const READ_LEDGER = statement<{ row: unknown }>(
  "read-ledger",
  ["row"],
  "select to_jsonb(l) - 'applied_at' as row from rekindle_migrations l order by sequence, number",
);

const whole = (...migrations: readonly Migration[]) => ({ sequence: "a test's", migrations });

describeOnServer("the script of migrations", () => {
  const create = useSchemas();

  async function open(url: string): Promise<Database> {
    const database = await openServerDatabase({ url, logger: silentLogger, maxConnections: 2 });
    onTestFinished(() => database.close());
    return database;
  }

  async function runByHand(url: string, sql: string): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }

  test("leaves what the migrations themselves would have left, its ledger included", async () => {
    const [byHand, bySelf] = [await create(), await create()];
    const all = whole(FIRST, SECOND);
    await runByHand(byHand, migrationScript([all, { sequence: "other", migrations: [] }]));
    const [one, other] = [await open(byHand), await open(bySelf)];
    await migrate(other, { ...all, logger: silentLogger });
    expect(await one.run(READ_LEDGER)).toEqual(await other.run(READ_LEDGER));
    expect(await one.run(READ_STEPS)).toEqual([{ step: "it's; the second" }]);
    const info = vi.fn();
    await migrate(one, { ...all, logger: { ...silentLogger, info } });
    expect(info).not.toHaveBeenCalled();
  });

  test("goes on from where a database is, and is empty where nothing is missing", async () => {
    const url = await create();
    const database = await open(url);
    expect(await pendingMigrations(database, whole(FIRST, SECOND))).toEqual([FIRST, SECOND]);
    await migrate(database, { ...whole(FIRST), logger: silentLogger });
    const pending = await pendingMigrations(database, whole(FIRST, SECOND));
    expect(pending).toEqual([SECOND]);
    await runByHand(url, migrationScript([whole(...pending)]));
    expect(await database.run(READ_STEPS)).toEqual([{ step: "it's; the second" }]);
    expect(await pendingMigrations(database, whole(FIRST, SECOND))).toEqual([]);
    expect(migrationScript([whole()])).toBe("");
  });

  test("that fails half way keeps the migrations before, and nothing of the one that failed", async () => {
    const url = await create();
    await expect(runByHand(url, migrationScript([whole(FIRST, SECOND, BROKEN)]))).rejects.toThrow("nowhere");
    const database = await open(url);
    expect(await database.run(READ_STEPS)).toEqual([{ step: "it's; the second" }]);
    expect(await pendingMigrations(database, whole(FIRST, SECOND, BROKEN))).toEqual([BROKEN]);
  });

  test("that comes too late, when somebody else has migrated, changes nothing", async () => {
    const url = await create();
    const database = await open(url);
    await migrate(database, { ...whole(FIRST, SECOND), logger: silentLogger });
    await expect(runByHand(url, migrationScript([whole(FIRST, SECOND)]))).rejects.toMatchObject({ code: "23505" });
    expect(await database.run(READ_STEPS)).toEqual([{ step: "it's; the second" }]);
  });

  test("is refused where a newer version has changed the schema in a breaking way, or an applied file was touched", async () => {
    const database = await open(await create());
    await migrate(database, { ...whole(FIRST, SECOND), logger: silentLogger });
    await expect(pendingMigrations(database, whole(FIRST))).rejects.toMatchObject({ code: "SCHEMA_TOO_NEW" });
    const touched = { ...FIRST, sql: `${FIRST.sql} ` };
    await expect(pendingMigrations(database, whole(touched, SECOND))).rejects.toMatchObject({
      code: "MIGRATION_CHANGED",
    });
  });
});
