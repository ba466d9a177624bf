import { z } from "zod";

import { type Database, migrate } from "../../src/database/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../../src/scheduler/index.ts";

/** The job of the process that is killed and of the one that comes after it. */
export const crashJob = { name: "crash", payload: z.object({ number: z.number() }), timeoutMs: 3_600_000 } as const;

/** A lease that a test can wait for. */
export const SHORT_LEASE = { leaseMs: 900, heartbeatMs: 300 } as const;

export async function migrateForCrash(database: Database): Promise<void> {
  const migrations = await schedulerMigrations();
  await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
}
