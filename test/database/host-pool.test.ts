import { Pool, type PoolConfig, types } from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { servicesConformance } from "../../src/database/conformance/services.conformance.ts";
import { databaseConformance } from "../../src/database/database.conformance.ts";
import { type Database, databaseFromPool, statement } from "../../src/database/index.ts";
import { describeOnServer, type OpenDatabase } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { type CreateSchema, useSchemas } from "./schemas.ts";

/** Everything that a host could have set in its sessions and that could reach us. */
const OTHER_SETTINGS = [
  "datestyle=German",
  "timezone=America/St_Johns",
  "intervalstyle=sql_standard",
  "bytea_output=escape",
  "extra_float_digits=-3",
  "default_transaction_isolation=serializable",
];

const READ_MOMENT = statement<{ moment: Date }>("read-moment", ["moment"], "select $1::timestamptz as moment");
const MOMENT = new Date("2026-03-29T01:59:59.999Z");

/** A pool as a host makes it. It must still be good for something when our database on it was closed. */
function hostPool(url: string, config: PoolConfig = {}): Pool {
  const pool = new Pool({ connectionString: url, ...config });
  pool.on("error", () => undefined);
  onTestFinished(async () => {
    expect((await pool.query("select 1")).rowCount).toBe(1);
    await pool.end();
  });
  return pool;
}

function onPool(pool: Pool, options: Partial<Parameters<typeof databaseFromPool>[1]> = {}): Database {
  const database = databaseFromPool(pool, { logger: silentLogger, ...options });
  onTestFinished(() => database.close());
  return database;
}

function opener(create: CreateSchema, max: number, settings: readonly string[] = []): OpenDatabase {
  return async ({ maxConnections = max, logger = silentLogger, preparedStatements = true } = {}) =>
    onPool(hostPool(await create(settings), { max: maxConnections }), { logger, preparedStatements });
}

describeOnServer("a host's pool of one connection, with other settings than ours", () => {
  const create = useSchemas();
  // What a host may have told the driver: every one of these would spoil what we read.
  const { BOOL, INT8, INT4, TEXT, JSON, TIMESTAMPTZ, JSONB } = types.builtins;
  const TYPES = [BOOL, INT8, INT4, TEXT, JSON, TIMESTAMPTZ, JSONB];
  const before = TYPES.map((typeId) => types.getTypeParser(typeId) as (text: string) => unknown);
  const theirs = (text: string): string => `theirs: ${text}`;
  beforeAll(() => {
    TYPES.forEach((typeId) => types.setTypeParser(typeId, theirs));
  });
  afterAll(() => {
    TYPES.forEach((typeId, index) => types.setTypeParser(typeId, before[index] ?? theirs));
  });

  databaseConformance(opener(create, 1, OTHER_SETTINGS), {
    notifications: "they would take its only connection",
  });

  test("keeps its settings, its parsers and its prepared statements", async () => {
    const pool = hostPool(await create(OTHER_SETTINGS), { max: 1 });
    const database = onPool(pool);
    await pool.query({ name: "read-moment", text: "select 7 as theirs" });
    expect(await database.run(READ_MOMENT, [MOMENT])).toEqual([{ moment: MOMENT }]);
    await database.transaction((transaction) => transaction.run(READ_MOMENT, [MOMENT]));
    const { rows } = await pool.query<object>(
      `select current_setting('datestyle') as style, current_setting('timezone') as zone,
              current_setting('default_transaction_isolation') as isolation, true as flag`,
    );
    expect(rows).toEqual([
      {
        style: "theirs: German, DMY",
        zone: "theirs: America/St_Johns",
        isolation: "theirs: serializable",
        flag: "theirs: t",
      },
    ]);
    expect((await pool.query({ name: "read-moment", text: "select 7 as theirs" })).rowCount).toBe(1);
  });
});

describeOnServer("a host's pool of five", () => {
  const create = useSchemas();
  servicesConformance(opener(create, 5));

  test("asks each connection for its settings once, and needs no more round trips where they are usual", async () => {
    const pool = hostPool(await create(["timezone=Asia/Kathmandu"]), { max: 1 });
    const texts: string[] = [];
    pool.on("connect", (client) => {
      const { query } = client;
      client.query = (asked: string | { readonly text: string }, ...rest: unknown[]) => {
        texts.push((typeof asked === "string" ? asked : asked.text).trim().slice(0, 22));
        return Reflect.apply(query, client, [asked, ...rest]) as never;
      };
    });
    const database = onPool(pool);
    await database.run(READ_MOMENT, [MOMENT]);
    await database.run(READ_MOMENT, [MOMENT]);
    expect(texts).toEqual(["select current_setting", "select $1::timestamptz", "select $1::timestamptz"]);
  });

  test("is refused where a session was changed behind our back, before anything is misread", async () => {
    const pool = hostPool(await create(), { max: 1 });
    const database = onPool(pool);
    await database.run(READ_MOMENT, [MOMENT]);
    await pool.query("set datestyle to 'SQL, DMY'");
    await expect(database.run(READ_MOMENT, [MOMENT])).rejects.toMatchObject({ code: "DATABASE_SESSION_STYLE" });
    await pool.query("reset datestyle");
    expect(await database.run(READ_MOMENT, [MOMENT])).toEqual([{ moment: MOMENT }]);
  });

  test("waits at the close for what is running, and for what waits for a connection", async () => {
    const pool = hostPool(await create(), { max: 1 });
    const database = databaseFromPool(pool, { logger: silentLogger });
    const slow = statement<{ slept: string }>("sleep-a-little", ["slept"], "select pg_sleep(0.1)::text as slept");
    const [first, second] = [database.run(slow), database.run(slow)];
    const finished: string[] = [];
    void first.then(() => finished.push("first"));
    void second.then(() => finished.push("second"));
    await database.close();
    expect(finished).toEqual(["first", "second"]);
  });

  test("gets its listening client back at the close, listening no more", async () => {
    const pool = hostPool(await create(), { max: 5 });
    const database = databaseFromPool(pool, { logger: silentLogger });
    await database.listen("news", () => undefined);
    expect(pool.totalCount - pool.idleCount).toBe(1);
    await database.close();
    expect(pool.idleCount).toBe(pool.totalCount);
    const { rows } = await pool.query("select pg_listening_channels()");
    expect(rows).toEqual([]);
    for (const client of await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()))) {
      expect((await client.query("select pg_listening_channels()")).rows).toEqual([]);
      expect(client.listenerCount("notification")).toBe(0);
      client.release();
    }
  });

  test.each([
    ["three connections", { connect: "its own", max: 3 }],
    ["a number of connections that it does not tell", { connect: "its own", max: undefined }],
  ])("of %s keeps them for statements: LISTEN is refused with the reason", async (_size, { max }) => {
    const pool = hostPool(await create());
    const database = databaseFromPool(
      { connect: () => pool.connect(), ...(max === undefined ? {} : { options: { max } }) },
      { logger: silentLogger },
    );
    onTestFinished(() => database.close());
    await expect(database.listen("news", () => undefined)).rejects.toMatchObject({
      code: "LISTEN_UNAVAILABLE",
      reason: "POOL_TOO_SMALL",
    });
    expect(await database.run(READ_MOMENT, [MOMENT])).toEqual([{ moment: MOMENT }]);
  });

  describe("whose connections are ended", () => {
    test("loses what was on them, and goes on", async () => {
      const pool = hostPool(await create(), { max: 2 });
      const database = onPool(pool);
      await expect(
        database.transaction(async (transaction) => {
          await transaction.run(READ_MOMENT, [MOMENT]);
          await transaction.script("select pg_terminate_backend(pg_backend_pid())");
        }),
      ).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
      expect(await database.run(READ_MOMENT, [MOMENT])).toEqual([{ moment: MOMENT }]);
    });
  });
});
