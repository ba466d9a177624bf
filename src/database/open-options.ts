import { type Logger, SECOND_MS } from "../kernel/index.ts";

/** What the embedded database needs to know. */
export interface EmbeddedDatabaseOptions {
  /** Where the data is kept; made where it is missing. `null`: in memory, gone when it is closed. */
  readonly folder: string | null;
  readonly logger: Logger;
  /**
   * Where copies of it are kept. Where the data is gone and there are copies, nothing is begun anew.
   *
   * @defaultValue nowhere
   */
  readonly copiesFolder?: string | null;
  /**
   * Whether this process makes copies: one a day while the database is open, and one when it is closed. The newest of each day is
   * kept, of the last 7 days that have one. Each is a whole data directory that was opened and read through. One that fails is a warning.
   *
   * @defaultValue false
   */
  readonly makesCopies?: boolean;
}

/** How a connection that receives notifications is watched. */
export interface ListenHeartbeat {
  /** The pause between two questions to the server. Shorter: a dead connection is noticed sooner, at a small cost. @defaultValue 20 seconds */
  readonly everyMs: number;
  /**
   * How long an answer, or a notification to ourselves, may take before the connection counts as lost. Shorter than what a busy
   * server needs means that connections are made anew without need.
   *
   * @defaultValue 5 seconds
   */
  readonly answerWithinMs: number;
}

/** What holds where nothing else is said. */
export const SERVER_DEFAULTS = {
  preparedStatements: true,
  listenHeartbeat: { everyMs: 20 * SECOND_MS, answerWithinMs: 5 * SECOND_MS },
} as const;

/** What the use of a host's pool needs to know. */
export interface PoolDatabaseOptions {
  readonly logger: Logger;
  /** As {@link ServerDatabaseOptions}. @defaultValue true */
  readonly preparedStatements?: boolean;
  /** As {@link ServerDatabaseOptions}. @defaultValue every 20 seconds, answered within 5 */
  readonly listenHeartbeat?: ListenHeartbeat;
  /**
   * The PostgreSQL schema that our tables are looked for and made in, before those of the session. Each statement gets a transaction
   * then, which costs two round trips more. @defaultValue as the session has it
   */
  readonly schema?: string | null;
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
  /** The PostgreSQL schema that our tables are looked for and made in, before the usual ones. @defaultValue as the role has it */
  readonly schema?: string | null;
  /** For the connection that receives notifications. To be left alone outside of tests. @defaultValue every 20 seconds, answered within 5 */
  readonly listenHeartbeat?: ListenHeartbeat;
}
