export type { Database, Parameter, Queryable, TimeSource, Transaction } from "./database-types.ts";
export {
  DatabaseClosedError,
  DatabaseUnavailableError,
  InvalidTextError,
  ListenUnavailableError,
  SerializationError,
  SessionStyleError,
  StatementError,
  TransactionAbortedError,
  TransactionEndedError,
  UniqueViolationError,
} from "./errors.ts";
export { type CarryProgress, carryRows, compareRows } from "./carry/carry-rows.ts";
export { findTables, type TableRow } from "./carry/sql/find-tables.ts";
export { emptyTables, findAnyRow } from "./carry/sql/table-texts.ts";
export { CarriedRowsDifferError, CopyDamagedError, CopyFailedError, CopyNotFoundError } from "./copy-errors.ts";
export { listDatabaseCopies, listSetAside, restoreCopy } from "./embedded-copies.ts";
export type { DatabaseCopy } from "./engines/embedded/copies.ts";
export { loadMigrations } from "./migrations/load-migrations.ts";
export { migrate } from "./migrations/migrate.ts";
export { fileNameOf, type Migration } from "./migrations/migration.ts";
export { type MigrationSequence, pendingMigrations } from "./migrations/pending-migrations.ts";
export { migrationScript } from "./migrations/sql/migration-script.ts";
export {
  MigrationChangedError,
  MigrationFailedError,
  MigrationFilesError,
  SchemaTooNewError,
} from "./migrations/migration-errors.ts";
export { databaseFromPool } from "./engines/server/database-from-pool.ts";
export type { ClientLike, PoolLike } from "./engines/server/pg-types.ts";
export { type StatementRunner, transactionFromClient } from "./engines/server/transaction-from-client.ts";
export { openEmbeddedDatabase, openServerDatabase } from "./open-database.ts";
export type {
  EmbeddedDatabaseOptions,
  ListenHeartbeat,
  PoolDatabaseOptions,
  ServerDatabaseOptions,
} from "./open-options.ts";
export {
  DatabaseUrlInvalidError,
  FolderDamagedError,
  FolderInUseError,
  FolderNotWritableError,
  FolderToRestoreError,
  FolderVersionError,
  type ServerAddress,
  ServerDatabaseMissingError,
  ServerLoginRefusedError,
  ServerTooOldError,
  ServerUnreachableError,
} from "./opening-errors.ts";
export { assertSchemaName, makeSchema, SchemaNameInvalidError } from "./use-schema.ts";
export { transactionRepeated } from "./repeat-on-conflict.ts";
export { runInBatches } from "./run-in-batches.ts";
export { type NoRow, type Statement, statement } from "./statement.ts";
export { type ManualTime, manualTime } from "./time-sources.ts";
