import type { Logger } from "../kernel/index.ts";
import type { Database } from "./database-types.ts";

export interface EmbeddedDatabaseOptions {
  /** Where the data is kept; made where it is missing. `null`: in memory, gone when it is closed. */
  readonly folder: string | null;
  readonly logger: Logger;
}

/**
 * Opens a PostgreSQL that runs inside this process. Its folder belongs to this process until `close` or the process's end,
 * whatever that is. What was committed survives a killed process, but not necessarily a power cut: the files are not synced.
 *
 * @throws FolderInUseError, FolderNotWritableError, FolderVersionError, FolderDamagedError.
 */
export async function openEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<Database> {
  const { openEmbedded } = await import("./engines/embedded/open-embedded-database.ts"); // PGlite only for who wants it
  return openEmbedded(options);
}

export interface ServerDatabaseOptions {
  /** `postgresql://user:password@host:5432/database`, with the driver's query parameters (`sslmode`, `host` for a socket's folder …). */
  readonly url: string;
  readonly logger: Logger;
  /**
   * How many connections at most, beside the one that receives notifications. With fewer than what runs at once, callers wait
   * for each other, and after half a minute give up with `DATABASE_UNAVAILABLE`; with more than the server allows, they are
   * refused in the same way.
   *
   * @defaultValue 10
   */
  readonly maxConnections?: number;
  /**
   * Whether statements are prepared once per connection. To be switched off behind a pooler that gives each transaction another
   * connection (PgBouncer in transaction mode, unless it is told to track prepared statements); statements then cost their
   * planning each time.
   *
   * @defaultValue true
   */
  readonly preparedStatements?: boolean;
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
