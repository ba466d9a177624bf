import { type Logger, toError } from "../../kernel/index.ts";
import type { Database } from "../database-types.ts";
import { DatabaseUnavailableError } from "../errors.ts";
import { fileNameOf, type Migration } from "./migration.ts";
import { MigrationChangedError, MigrationFailedError, SchemaTooNewError } from "./migration-errors.ts";
import { assertFits, type MigrationSequence, pendingMigrations } from "./pending-migrations.ts";
import { addToLedger, CREATE_LEDGER, ledgerExists, lockMigrations, readLedger } from "./sql/ledger.ts";

/**
 * Brings the schema of one sequence up to date: each missing migration in a transaction of its own. Any number of processes
 * may do so at once. Newer migrations that this code does not know are tolerated unless one of them is breaking.
 *
 * @throws SchemaTooNewError, MigrationChangedError before anything is changed; MigrationFailedError, where those before the
 *   failed one stay applied; DatabaseUnavailableError.
 */
export async function migrate(
  database: Database,
  options: MigrationSequence & { readonly logger: Logger },
): Promise<void> {
  const { sequence, logger } = options;
  await makeLedger(database);
  for (const migration of await pendingMigrations(database, options)) {
    if (await applyUnlessApplied(database, options, migration)) {
      logger.info({ sequence, migration: fileNameOf(migration) }, "migrated the database");
    }
  }
}

// Not even looked at where it is there: a process without the right to create tables must be able to start.
async function makeLedger(database: Database): Promise<void> {
  if (await ledgerExists(database)) {
    return;
  }
  await database.transaction(async (transaction) => {
    await lockMigrations(transaction); // "create table if not exists" alone can fail when two run it at once
    await transaction.script(CREATE_LEDGER);
  });
}

async function applyUnlessApplied(
  database: Database,
  whole: MigrationSequence,
  migration: Migration,
): Promise<boolean> {
  try {
    return await database.transaction(async (transaction) => {
      await lockMigrations(transaction);
      const ledger = await readLedger(transaction, whole.sequence);
      assertFits(ledger, whole); // the process that we waited for may be of another version
      if (ledger.some(({ number }) => number === migration.number)) {
        return false;
      }
      await addToLedger(transaction, whole.sequence, migration);
      await transaction.script(migration.sql);
      return true;
    });
  } catch (thrown) {
    if (
      thrown instanceof SchemaTooNewError ||
      thrown instanceof MigrationChangedError ||
      thrown instanceof DatabaseUnavailableError
    ) {
      throw thrown;
    }
    throw new MigrationFailedError(whole.sequence, migration, toError(thrown));
  }
}
