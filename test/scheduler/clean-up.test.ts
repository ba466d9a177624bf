import { Client } from "pg";
import { expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { migrate, openServerDatabase } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../../src/scheduler/index.ts";
import { VACUUM_JOBS } from "../../src/scheduler/sql/vacuum-jobs.ts";

const COUNT_VACUUMS = "select vacuum_count::integer as count from pg_stat_user_tables where relname = 'scheduled_jobs'";

describeOnServer("the table of jobs", (create) => {
  test("is vacuumed through a pool like any other statement", async () => {
    const url = await create();
    const database = await openServerDatabase({ url, logger: silentLogger });
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      const migrations = await schedulerMigrations();
      await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
      // Where the server's own clean-up is at work it is left to it, so more than one try may be needed.
      const vacuums = async (): Promise<number> => {
        await database.run(VACUUM_JOBS);
        return ((await client.query(COUNT_VACUUMS)).rows as { count: number }[])[0]?.count ?? 0;
      };
      await expect.poll(vacuums, { timeout: 20_000 }).toBeGreaterThan(0);
    } finally {
      await client.end();
      await database.close();
    }
  });
});
