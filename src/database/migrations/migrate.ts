import { type Logger, toError } from "../../kernel/index.ts";
import type { Database } from "../database-types.ts";
import { DatabaseUnavailableError } from "../errors.ts";
import { checksumOf, fileNameOf, type Migration } from "./migration.ts";
import { MigrationChangedError, MigrationFailedError, SchemaTooNewError } from "./migration-errors.ts";
import { addToLedger, CREATE_LEDGER, ledgerExists, type LedgerRow, lockMigrations, readLedger } from "./sql/ledger.ts";

/** Migrations that belong together and are numbered together. */
export interface MigrationSequence {
  /** Stored with each applied migration; never renamed. */
  readonly sequence: string;
  /** In the order of their numbers, as `loadMigrations` returns them. */
  readonly migrations: readonly Migration[];
}

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
  const { sequence, migrations, logger } = options;
  await makeLedger(database);
  const ledger = await readLedger(database, sequence);
  assertFits(ledger, options);
  const applied = new Set(ledger.map(({ number }) => number));
  for (const migration of migrations.filter(({ number }) => !applied.has(number))) {
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

function assertFits(ledger: readonly LedgerRow[], { sequence, migrations }: MigrationSequence): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of ledger) {
    const migration = known.get(row.number);
    if (migration === undefined && row.breaking) {
      throw new SchemaTooNewError(sequence, {
        number: row.number,
        name: row.name,
        known: migrations.at(-1)?.number ?? 0,
      });
    }
    if (migration !== undefined && checksumOf(migration) !== row.checksum) {
      throw new MigrationChangedError(sequence, migration);
    }
  }
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
