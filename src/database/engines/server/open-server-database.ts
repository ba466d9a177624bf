import { type ClientBase, Pool } from "pg";

import { type Logger, SECOND_MS } from "../../../kernel/index.ts";
import { createDatabase } from "../../database.ts";
import type { Database } from "../../database-types.ts";
import { checkServer } from "./check-server.ts";
import { createListener } from "./listener.ts";
import { createPoolEngine } from "./pool-engine.ts";

export interface ServerDatabaseOptions {
  /** `postgresql://user:password@host:5432/database`, with the driver's query parameters (`sslmode`, `host` for a socket's folder …). */
  readonly url: string;
  readonly logger: Logger;
  /**
   * How many connections at most, beside the one that receives notifications. With fewer than what runs at once, callers wait
   * for each other, up to {@link WAIT_FOR_CONNECTION_MS}.
   *
   * @defaultValue 10
   */
  readonly maxConnections?: number;
  /**
   * Whether statements are prepared once per connection. To be switched off behind a pooler that gives each transaction another
   * connection (PgBouncer in transaction mode before 1.21); statements then cost their planning each time.
   *
   * @defaultValue true
   */
  readonly preparedStatements?: boolean;
}

const SERVER_DATABASE_DEFAULTS = { maxConnections: 10, preparedStatements: true } as const;

/** How long a caller waits for a connection before `DATABASE_UNAVAILABLE`. We guessed: long enough for a server to restart. */
const WAIT_FOR_CONNECTION_MS = 30 * SECOND_MS;

/**
 * Connects to a PostgreSQL server, once for a check at first. A connection that is lost later costs the statements that were
 * on it ({@link DatabaseUnavailableError}), never the process.
 */
export async function openServerDatabase(options: ServerDatabaseOptions): Promise<Database> {
  const { url, logger, maxConnections, preparedStatements } = { ...SERVER_DATABASE_DEFAULTS, ...options };
  const connection = { connectionString: url, fallback_application_name: "rekindle" };
  await checkServer(connection);

  const pool = new Pool({
    ...connection,
    max: maxConnections,
    connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
    keepAlive: true,
    onConnect: useOurStyle,
  });
  pool.on("error", (error) => {
    logger.warn({ error: error.message }, "lost an idle connection to the database");
  });
  return createDatabase(createPoolEngine({ pool, listener: createListener(connection, logger), preparedStatements, logger }), logger);
}

// A server or a role can have other defaults; our parsers and whoever groups by day must not depend on them.
async function useOurStyle(client: ClientBase): Promise<void> {
  await client.query("set datestyle to 'ISO'; set timezone to 'UTC'; set bytea_output to 'hex'");
}
