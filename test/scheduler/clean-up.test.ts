import { Client } from "pg";
import { expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { migrate, openServerDatabase } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../../src/scheduler/index.ts";
import { VACUUM_JOBS } from "../../src/scheduler/sql/vacuum-jobs.ts";

const DEAD = "delete from scheduled_jobs";
const FILL = `insert into scheduled_jobs (job_id, job_type, scheduled_time, payload)
  select 'job ' || number, 'count', clock_timestamp(), '{}' from generate_series(1, 5000) as number`;
const ENTRIES = "select pg_relation_size('idx_scheduled_jobs_due')::integer as bytes";

describeOnServer("the table of jobs", (create) => {
  test("is vacuumed through a pool like any other statement, so that its indexes do not grow with what was", async () => {
    const url = await create();
    const database = await openServerDatabase({ url, logger: silentLogger });
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      const migrations = await schedulerMigrations();
      await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
      const sizes: number[] = [];
      for (let round = 0; round < 4; round += 1) {
        await client.query(FILL);
        await client.query(DEAD);
        await database.run(VACUUM_JOBS);
        await client.query("select pg_current_xact_id()"); // emptied pages are free once a later transaction is there
        sizes.push(((await client.query(ENTRIES)).rows as { bytes: number }[])[0]?.bytes ?? 0);
      }
      expect(sizes.at(-1)).toBeLessThan((sizes[0] ?? 0) * 2.5);
    } finally {
      await client.end();
      await database.close();
    }
  });
});
