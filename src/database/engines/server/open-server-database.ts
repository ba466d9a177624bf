import { type ClientBase, Pool } from "pg";

import { SECOND_MS } from "../../../kernel/index.ts";
import { createDatabase } from "../../database.ts";
import type { Database } from "../../database-types.ts";
import type { ServerDatabaseOptions } from "../../open-options.ts";
import { checkServer } from "./check-server.ts";
import { Listener } from "./listener.ts";
import { createPoolEngine } from "./pool-engine.ts";

const SERVER_DATABASE_DEFAULTS = { maxConnections: 10, preparedStatements: true } as const;

/** How long a caller waits for a connection before `DATABASE_UNAVAILABLE`. We guessed: long enough for a server to restart. */
const WAIT_FOR_CONNECTION_MS = 30 * SECOND_MS;

/** See `openServerDatabase` in `open-database.ts`, which loads this file. */
export async function openServer(options: ServerDatabaseOptions): Promise<Database> {
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
  return createDatabase(
    createPoolEngine({ pool, listener: new Listener(connection, logger), preparedStatements, logger }),
    logger,
  );
}

// A server or a role can have other defaults; our parsers and whoever groups by day must not depend on them. The pool waits for
// the promise, though its types know nothing of one.
function useOurStyle(client: ClientBase): unknown {
  return client.query("set datestyle to 'ISO'; set timezone to 'UTC'; set bytea_output to 'hex'");
}
