import { Pool } from "pg";
import { expect, onTestFinished, test } from "vitest";

import { type Database, databaseFromPool, statement } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { type Greeting, startGreetingServer } from "./greeting-server.ts";

const READ_ONE = statement<{ one: number }>("read-one", ["one"], "select 1 as one");

async function databaseThatAnswers(greeting: Greeting): Promise<Database> {
  const pool = new Pool({ host: "127.0.0.1", port: await startGreetingServer(greeting), user: "bot", database: "bot" });
  const database = databaseFromPool(pool, { logger: silentLogger });
  onTestFinished(async () => {
    await database.close();
    await pool.end();
  });
  return database;
}

test.each([
  ["55000", 'database "bot" is not currently accepting connections'],
  ["57P03", "the database system is shutting down"],
  ["53300", "sorry, too many clients already"],
  ["3D000", 'database "bot" does not exist'], // just now: it is being restored, say
  ["XX000", "something inside"],
  ["0A000", "a pooler's own way to refuse"],
])("a connection refused with %s is a database that is away, and may be tried again", async (sqlState, message) => {
  const database = await databaseThatAnswers({ sqlState, message });
  const away = { code: "DATABASE_UNAVAILABLE", retryable: true, reason: sqlState };
  await expect(database.run(READ_ONE)).rejects.toMatchObject(away);
  await expect(database.transaction(() => Promise.resolve())).rejects.toMatchObject(away);
  await expect(database.now()).rejects.toMatchObject(away);
});

test.each([
  ["28P01", "password authentication failed"],
  ["28000", "no pg_hba.conf entry"],
  ["42501", "permission denied for database"],
])("a login refused with %s is none: waiting would not help", async (sqlState, message) => {
  const database = await databaseThatAnswers({ sqlState, message });
  await expect(database.run(READ_ONE)).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState });
});
