import { systemRandom } from "../../../kernel/index.ts";
import { createDatabase } from "../../database.ts";
import type { Database } from "../../database-types.ts";
import { type PoolDatabaseOptions, SERVER_DEFAULTS } from "../../open-options.ts";
import { lendFromPool } from "./listen-loans.ts";
import type { PoolLike } from "./pg-types.ts";
import { createPoolEngine } from "./pool-engine.ts";

/**
 * The database behind a pool that somebody else made (`pg.Pool`, PostgreSQL 14 or later), and goes on using. Nothing is connected
 * before it is used. `close()` waits for what runs on it and leaves the pool as usable as before; it has to be called before the
 * pool is ended.
 *
 * Nothing is changed that others would notice: no settings of a session, no type parsers of the driver. Where a session's settings
 * are such that results could not be read, each statement gets a transaction with settings of its own, which costs two round trips
 * more.
 *
 * `listen` keeps one client of the pool for as long as there is a subscriber, where the pool has at least four.
 */
export function databaseFromPool(pool: PoolLike, options: PoolDatabaseOptions): Database {
  const {
    logger,
    preparedStatements = SERVER_DEFAULTS.preparedStatements,
    listenHeartbeat = SERVER_DEFAULTS.listenHeartbeat,
    schema = null,
  } = options;
  return createDatabase(
    createPoolEngine({
      pool,
      listen: { lend: () => lendFromPool(pool), random: systemRandom, heartbeat: listenHeartbeat },
      preparedStatements,
      logger,
      shared: true,
      schema,
      endPool: () => Promise.resolve(),
    }),
    logger,
  );
}
