import type { Queryable } from "../../database-types.ts";
import { statement } from "../../statement.ts";
import { checksumOf, type Migration } from "../migration.ts";

/** What was applied, by all sequences. */
export const CREATE_LEDGER = `create table if not exists rekindle_migrations (
  sequence varchar(50) not null,
  number integer not null,
  name varchar(200) not null,
  checksum char(64) not null,
  breaking boolean not null,
  applied_at timestamptz not null default clock_timestamp(),
  primary key (sequence, number)
);
`;

export interface LedgerRow {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly breaking: boolean;
}

// One lock for all sequences: they share the ledger, and whoever starts at the same time runs the same code anyway.
// The number is arbitrary; it only has to differ from those of other programs on the same database.
export const MIGRATIONS_LOCK = "pg_advisory_xact_lock(7235437610)";

const LOCK_MIGRATIONS = statement<{ locked: string }>(
  "lock-migrations",
  ["locked"],
  `select ${MIGRATIONS_LOCK}::text as locked`,
);

/** Waits until no other process migrates this database; holds that until the transaction ends. */
export async function lockMigrations(queryable: Queryable): Promise<void> {
  await queryable.run(LOCK_MIGRATIONS);
}

const LEDGER_EXISTS = statement<{ exists: boolean }>(
  "find-migration-ledger",
  ["exists"],
  "select to_regclass('rekindle_migrations') is not null as exists",
);

export async function ledgerExists(queryable: Queryable): Promise<boolean> {
  const [row] = await queryable.run(LEDGER_EXISTS);
  return row?.exists === true;
}

const READ_LEDGER = statement<LedgerRow>(
  "read-migration-ledger",
  ["number", "name", "checksum", "breaking"],
  "select number, name, checksum, breaking from rekindle_migrations where sequence = $1 order by number",
);

export function readLedger(queryable: Queryable, sequence: string): Promise<readonly LedgerRow[]> {
  return queryable.run(READ_LEDGER, [sequence]);
}

const ADD_TO_LEDGER = statement(
  "add-to-migration-ledger",
  [],
  "insert into rekindle_migrations (sequence, number, name, checksum, breaking) values ($1, $2, $3, $4, $5)",
);

export async function addToLedger(queryable: Queryable, sequence: string, migration: Migration): Promise<void> {
  const { number, name, breaking } = migration;
  await queryable.run(ADD_TO_LEDGER, [sequence, number, name, checksumOf(migration), breaking]);
}
