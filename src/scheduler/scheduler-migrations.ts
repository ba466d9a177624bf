import { loadMigrations, type Migration } from "../database/index.ts";

/** The name under which the ledger keeps the scheduler's migrations. Stored; never renamed. */
export const SCHEDULER_MIGRATION_SEQUENCE = "scheduler";

/** The folder of the scheduler's migrations. */
export const SCHEDULER_MIGRATIONS_FOLDER = new URL("./migrations/", import.meta.url);

/** The scheduler's own migrations, independent of everybody else's. */
export async function schedulerMigrations(): Promise<readonly Migration[]> {
  return loadMigrations(SCHEDULER_MIGRATIONS_FOLDER);
}
