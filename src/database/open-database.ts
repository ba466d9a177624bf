import type { Database } from "./database-types.ts";
import type { EmbeddedDatabaseOptions, ServerDatabaseOptions } from "./open-options.ts";

/**
 * Opens a PostgreSQL that runs inside this process. Its folder belongs to this process until `close` or the process's end,
 * whatever that is. What was committed survives a killed process, but not necessarily a power cut: the files are not synced.
 *
 * @throws FolderInUseError, FolderNotWritableError, FolderVersionError, FolderDamagedError, FolderToRestoreError.
 */
export async function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<Database> {
  const { openEmbedded } = await import("./engines/embedded/open-embedded-database.ts"); // PGlite only for who wants it
  return openEmbedded(options);
}

/**
 * Connects to a PostgreSQL server, version 14 or later. It connects once at first, so that a wrong address is told here and in
 * one line. A connection that is lost later costs the statements that were on it (`DATABASE_UNAVAILABLE`), never the process.
 *
 * @throws DatabaseUrlInvalidError, ServerUnreachableError, ServerLoginRefusedError, ServerDatabaseMissingError, ServerTooOldError.
 */
export async function openServerDatabase(options: ServerDatabaseOptions): Promise<Database> {
  const { openServer } = await import("./engines/server/open-server-database.ts"); // the driver only for who wants it
  return openServer(options);
}
