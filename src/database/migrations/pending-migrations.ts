import type { Queryable } from "../database-types.ts";
import { checksumOf, type Migration } from "./migration.ts";
import { MigrationChangedError, SchemaTooNewError } from "./migration-errors.ts";
import { ledgerExists, type LedgerRow, readLedger } from "./sql/ledger.ts";

/** Migrations that belong together and are numbered together. */
export interface MigrationSequence {
  /** Stored with each applied migration; never renamed. */
  readonly sequence: string;
  /** In the order of their numbers, as `loadMigrations` returns them. */
  readonly migrations: readonly Migration[];
}

/**
 * Those of a sequence that this database has not applied, in their order. Reads one table and changes nothing. Newer migrations
 * that this code does not know are tolerated unless one of them is breaking.
 *
 * @throws SchemaTooNewError, MigrationChangedError.
 */
export async function pendingMigrations(database: Queryable, whole: MigrationSequence): Promise<readonly Migration[]> {
  if (!(await ledgerExists(database))) {
    return whole.migrations;
  }
  const ledger = await readLedger(database, whole.sequence);
  assertFits(ledger, whole);
  const applied = new Set(ledger.map(({ number }) => number));
  return whole.migrations.filter(({ number }) => !applied.has(number));
}

/** @throws SchemaTooNewError, MigrationChangedError where this code must not touch such a database. */
export function assertFits(ledger: readonly LedgerRow[], { sequence, migrations }: MigrationSequence): void {
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
