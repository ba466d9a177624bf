import type { Logger } from "../kernel/index.ts";

/** What the embedded database needs to know. */
export interface EmbeddedDatabaseOptions {
  /** Where the data is kept; made where it is missing. `null`: in memory, gone when it is closed. */
  readonly folder: string | null;
  readonly logger: Logger;
}

/** What a connection to a server needs to know. */
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
