import { type ClientBase, Pool } from "pg";

import { SECOND_MS, systemRandom } from "../../../kernel/index.ts";
import { createDatabase } from "../../database.ts";
import type { Database } from "../../database-types.ts";
import { SERVER_DEFAULTS, type ServerDatabaseOptions } from "../../open-options.ts";
import { checkServer } from "./check-server.ts";
import { lendOwnClient, notifyOnOwnClient } from "./lend-own-client.ts";
import { createPoolEngine } from "./pool-engine.ts";
import { USE_OUR_STYLE, useSchema } from "./sql/use-our-style.ts";

const DEFAULT_MAX_CONNECTIONS = 10;

/** How long a caller waits for a connection before `DATABASE_UNAVAILABLE`. We guessed: long enough for a server to restart. */
const WAIT_FOR_CONNECTION_MS = 30 * SECOND_MS;

/** See `openServerDatabase` in `open-database.ts`, which loads this file. */
export async function openServer(options: ServerDatabaseOptions): Promise<Database> {
  const {
    url,
    logger,
    maxConnections = DEFAULT_MAX_CONNECTIONS,
    preparedStatements = SERVER_DEFAULTS.preparedStatements,
    listenHeartbeat = SERVER_DEFAULTS.listenHeartbeat,
    schema = null,
  } = options;
  const connection = { connectionString: url, fallback_application_name: "rekindle" };
  await checkServer(connection);

  const pool = new Pool({
    ...connection,
    max: maxConnections,
    connectionTimeoutMillis: WAIT_FOR_CONNECTION_MS,
    keepAlive: true,
    onConnect: (client: ClientBase) => useOurStyle(client, schema),
  });
  pool.on("error", (error) => {
    logger.warn({ error: error.message }, "lost an idle connection to the database");
  });
  return createDatabase(
    createPoolEngine({
      pool,
      listen: {
        lend: () => lendOwnClient(connection),
        notify: (channel) => notifyOnOwnClient(connection, channel),
        random: systemRandom,
        heartbeat: listenHeartbeat,
      },
      preparedStatements,
      logger,
      shared: false,
      endPool: () => pool.end(),
    }),
    logger,
  );
}

// A server or a role can have other defaults. The pool waits for the promise, though its types know nothing of one.
function useOurStyle(client: ClientBase, schema: string | null): unknown {
  return client.query(schema === null ? USE_OUR_STYLE : `${USE_OUR_STYLE};${useSchema(schema)}`);
}
