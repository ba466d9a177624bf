import { expect, onTestFinished, test } from "vitest";

import { databaseConformance } from "../../src/database/database.conformance.ts";
import { type Database, migrate, openServerDatabase, statement } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { type Logger, silentLogger } from "../../src/kernel/index.ts";
import { schedulerMigrations } from "../../src/scheduler/index.ts";
import { liveThroughScheduler } from "./scheduler-life.ts";
import { useSchemas } from "./schemas.ts";

const COUNT_PREPARED = statement<{ count: number }>(
  "count-prepared",
  ["count"],
  "select count(*) as count from pg_prepared_statements",
);

describeOnServer("a database that prepares no statements", () => {
  const create = useSchemas();

  async function open({
    maxConnections = 3,
    logger = silentLogger,
  }: { maxConnections?: number; logger?: Logger } = {}): Promise<Database> {
    const database = await openServerDatabase({
      url: await create(),
      logger,
      maxConnections,
      preparedStatements: false,
    });
    onTestFinished(() => database.close());
    return database;
  }

  databaseConformance(open);

  test("is enough for a scheduler, and prepares none", async () => {
    const database = await open({ maxConnections: 1 });
    await migrate(database, { sequence: "scheduler", migrations: await schedulerMigrations(), logger: silentLogger });
    expect(await liveThroughScheduler(database)).toBe(3);
    expect(await database.run(COUNT_PREPARED)).toEqual([{ count: 0 }]);
  });
});
