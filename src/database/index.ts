export type { Database, Parameter, Queryable, TimeSource, Transaction } from "./database-types.ts";
export { type EmbeddedDatabaseOptions, openEmbeddedDatabase } from "./engines/embedded/open-embedded-database.ts";
export { openServerDatabase, type ServerDatabaseOptions } from "./engines/server/open-server-database.ts";
export {
  DatabaseClosedError,
  DatabaseUnavailableError,
  InvalidTextError,
  SerializationError,
  StatementError,
  TransactionAbortedError,
  TransactionEndedError,
  UniqueViolationError,
} from "./errors.ts";
export { loadMigrations } from "./migrations/load-migrations.ts";
export { migrate, type MigrationSequence } from "./migrations/migrate.ts";
export type { Migration } from "./migrations/migration.ts";
export { MigrationChangedError, MigrationFailedError, MigrationFilesError, SchemaTooNewError } from "./migrations/migration-errors.ts";
export {
  DatabaseUrlInvalidError,
  FolderDamagedError,
  FolderInUseError,
  FolderNotWritableError,
  FolderVersionError,
  type ServerAddress,
  ServerDatabaseMissingError,
  ServerLoginRefusedError,
  ServerTooOldError,
  ServerUnreachableError,
} from "./opening-errors.ts";
export { runInBatches } from "./run-in-batches.ts";
export { type NoRow, type Statement, statement } from "./statement.ts";
export { type ManualTime, manualTime } from "./time-sources.ts";
