import { Client, types } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import {
  type Database,
  databaseFromPool,
  manualTime,
  migrate,
  openServerDatabase,
  statement,
  type StatementRunner,
  type Transaction,
  transactionFromClient,
} from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler, type Scheduler, schedulerMigrations } from "../../src/scheduler/index.ts";
import { useSchemas } from "./schemas.ts";

const greet = { name: "greet", payload: z.object({ whom: z.string() }) } as const;
const READ_VALUES = statement<{ count: number; moment: Date; data: unknown; texts: readonly string[]; yes: boolean }>(
  "read-values",
  ["count", "moment", "data", "texts", "yes"],
  "select $1::bigint as count, $2::timestamptz as moment, $3::jsonb as data, $4::text[] as texts, true as yes",
);
const MOMENT = new Date("2026-11-24T06:00:00.000Z");
const PARAMETERS = [7, MOMENT, JSON.stringify({ a: ["b"] }), ["c", "d"]] as const;
const VALUES = [{ count: 7, moment: MOMENT, data: { a: ["b"] }, texts: ["c", "d"], yes: true }];
const WRONG = statement("divide-by-zero", [], "select 1 / 0");

describeOnServer("a caller's own transaction", () => {
  const create = useSchemas();

  async function callersClient(url: string): Promise<Client> {
    const client = new Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  async function openScheduler(url: string): Promise<{ readonly scheduler: Scheduler; readonly database: Database }> {
    const database = await openServerDatabase({ url, logger: silentLogger });
    onTestFinished(() => database.close());
    await migrate(database, { sequence: "scheduler", migrations: await schedulerMigrations(), logger: silentLogger });
    const scheduler = createScheduler({
      database,
      ids: timeOrderedIds(systemClock, systemRandom),
      random: systemRandom,
      logger: silentLogger,
    });
    return { scheduler, database };
  }

  test("takes a job with it: there when it commits, gone when it rolls back", async () => {
    const url = await create();
    const { scheduler } = await openScheduler(url);
    const client = await callersClient(url);
    await client.query("begin");
    const kept = await scheduler.schedule(greet, { whom: "world" }, { transaction: transactionFromClient(client) });
    expect(await scheduler.inspect(kept.jobId)).toBeNull();
    await client.query("commit");
    expect(await scheduler.inspect(kept.jobId)).toMatchObject({ status: "pending", payload: { whom: "world" } });

    await client.query("begin");
    const dropped = await scheduler.schedule(greet, { whom: "nobody" }, { transaction: transactionFromClient(client) });
    await client.query("rollback");
    expect(await scheduler.inspect(dropped.jobId)).toBeNull();
  });

  test("goes with a savepoint, too", async () => {
    const url = await create();
    const { scheduler } = await openScheduler(url);
    const client = await callersClient(url);
    await client.query("begin; savepoint before");
    const { jobId } = await scheduler.schedule(greet, { whom: "x" }, { transaction: transactionFromClient(client) });
    await client.query("rollback to before; commit");
    expect(await scheduler.inspect(jobId)).toBeNull();
  });

  test("is left as it was: not begun, not ended, nothing prepared, no setting changed", async () => {
    const client = await callersClient(await create(["timezone=Asia/Kathmandu"]));
    await client.query("begin isolation level serializable");
    const transaction = transactionFromClient(client);
    expect(transaction.ownCommit).toBe(false);
    const called: string[] = [];
    transaction.afterCommit(() => called.push("back"));
    expect(await transaction.run(READ_VALUES, PARAMETERS)).toEqual(VALUES);
    await transaction.script("create table notes (id integer); insert into notes values (1)");
    expect(client.getTransactionStatus()).toBe("T");
    const { rows } = await client.query(
      `select (select count(*)::integer from pg_prepared_statements) as prepared,
              current_setting('timezone') as zone, current_setting('transaction_isolation') as isolation`,
    );
    expect(rows).toEqual([{ prepared: 0, zone: "Asia/Kathmandu", isolation: "serializable" }]);
    await client.query("commit");
    expect((await client.query("select * from notes")).rows).toEqual([{ id: 1 }]);
    expect(called).toEqual([]);
  });

  test("has one now, by the clock of the database that it is for", async () => {
    const url = await create();
    const client = await callersClient(url);
    await client.query("begin");
    const database = await openServerDatabase({ url, logger: silentLogger });
    onTestFinished(() => database.close());
    const transaction = transactionFromClient(client);
    const now = await transaction.now();
    await client.query("select pg_sleep(0.02)");
    expect(await transaction.now()).toEqual(now);

    const clock = manualTime(MOMENT);
    database.timeSource = clock;
    const sandboxed = transactionFromClient(client, database);
    expect(await sandboxed.now()).toEqual(MOMENT);
    clock.advance(1000);
    expect(await sandboxed.now()).toEqual(MOMENT);
    await client.query("rollback");
  });

  test("that failed says so as always: first what was wrong, then that nothing more can be stored", async () => {
    const client = await callersClient(await create());
    await client.query("begin");
    const transaction = transactionFromClient(client);
    await expect(transaction.run(WRONG)).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "22012" });
    await expect(transaction.run(READ_VALUES, PARAMETERS)).rejects.toMatchObject({ code: "TRANSACTION_ABORTED" });
    await client.query("rollback");
  });

  test("that is not open, or not any more, is refused before something is stored for good", async () => {
    const url = await create();
    const { scheduler, database } = await openScheduler(url);
    const client = await callersClient(url);
    const transaction = transactionFromClient(client);
    const refused = { code: "TRANSACTION_ENDED" };
    await expect(scheduler.schedule(greet, { whom: "x" }, { transaction })).rejects.toMatchObject(refused);
    await client.query("begin; commit");
    await expect(transaction.script("create table notes ()")).rejects.toMatchObject(refused);
    expect(await database.run(statement("read-jobs", [], "select from scheduled_jobs"))).toEqual([]);
  });

  test("is no pool", async () => {
    const pool = {
      totalCount: 1,
      connect: () => Promise.reject(new Error("no")),
      query: () => Promise.resolve({ rows: [] }),
    };
    const transaction = transactionFromClient(pool);
    await expect(transaction.run(READ_VALUES, PARAMETERS)).rejects.toMatchObject({ code: "TRANSACTION_ENDED" });
    await databaseFromPool(pool, { logger: silentLogger }).close();
  });

  test("in a session whose moments cannot be read is refused with the reason", async () => {
    const client = await callersClient(await create(["datestyle=German"]));
    await client.query("begin");
    const transaction = transactionFromClient(client);
    await expect(transaction.run(READ_VALUES, PARAMETERS)).rejects.toMatchObject({ code: "DATABASE_SESSION_STYLE" });
    await client.query("rollback");
  });

  test("may be reached through a function, with results of other parsers", async () => {
    const url = await create();
    const { scheduler } = await openScheduler(url);
    const client = await callersClient(url);
    client.setTypeParser(types.builtins.INT8, BigInt);
    client.setTypeParser(types.builtins.TIMESTAMPTZ, (text) => text);
    await client.query("begin");
    const run: StatementRunner = (text, values) => client.query(text, [...values]);
    const transaction: Transaction = transactionFromClient(run);
    expect(await transaction.run(READ_VALUES, PARAMETERS)).toEqual(VALUES);
    await transaction.script("create table notes (id integer); insert into notes values (1)");
    const at = new Date("2027-01-01T00:00:00.000Z");
    const job = await scheduler.schedule(greet, { whom: "world" }, { transaction, at });
    expect(job.scheduledTime).toEqual(at);
    await client.query("commit");
    expect(await scheduler.inspect(job.jobId)).toMatchObject({ status: "pending" });
  });

  test("reached through a function tells what the server said, whatever a library wraps it in", async () => {
    const client = await callersClient(await create());
    await client.query("begin");
    const transaction = transactionFromClient(async (text, values) => {
      try {
        return await client.query(text, [...values]);
      } catch (thrown) {
        throw new Error("query failed", { cause: thrown });
      }
    });
    await expect(transaction.run(WRONG)).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "22012" });
    await client.query("rollback");
  });
});
