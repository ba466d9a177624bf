import { type Database, databaseFromPool, migrate, type PoolLike } from "../database/index.ts";
import {
  createService,
  type Logger,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../kernel/index.ts";
import { createScheduler } from "./create-scheduler.ts";
import { SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "./scheduler-migrations.ts";
import type { SchedulerOptions } from "./scheduler-options.ts";
import type { Scheduler } from "./scheduler-types.ts";

/** Where the jobs are kept: behind the caller's own `pg.Pool`, or in a database that the caller opened. */
export type SchedulerHome =
  | {
      /** PostgreSQL 14 or later. Never ended by the scheduler. Of at least 4 clients it keeps one, to be notified. */
      readonly pool: PoolLike;
      /** `false` behind a pooler that gives each transaction another connection. @defaultValue true */
      readonly preparedStatements?: boolean;
    }
  | { readonly database: Database };

/** A scheduler that stands alone. */
export type PoolSchedulerOptions = SchedulerHome & {
  /** How it works; see `SCHEDULER_DEFAULTS`. */
  readonly options?: SchedulerOptions;
  /** In pino's shape: fields first. @defaultValue silent */
  readonly logger?: Logger;
  /**
   * Whether `start()` makes and updates the scheduler's tables. `false` where the role may not, and `rekindle migrate --print`
   * was run by somebody who may.
   *
   * @defaultValue true
   */
  readonly migrates?: boolean;
};

/**
 * Makes a scheduler on a pool that is there already. It stands still until `start()`, which makes its tables;
 * `register` comes before, `schedule` after it. `stop()` leaves the pool as it was.
 *
 * @throws InvalidSchedulerOptionError
 */
export function createPoolScheduler(parts: PoolSchedulerOptions): Scheduler {
  const { logger = silentLogger, migrates = true } = parts;
  const database = "pool" in parts ? fromPool(parts, logger) : parts.database;
  const scheduler = createScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger,
    options: { soleOwner: database.kind === "embedded", ...parts.options },
  });
  const service = createService({
    start: async () => {
      if (migrates) {
        const migrations = await schedulerMigrations();
        await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger });
      }
      await scheduler.start();
    },
    stop: () => scheduler.stop(),
  });
  return { ...scheduler, start: service.start, stop: service.stop };
}

function fromPool(
  { pool, preparedStatements = true }: Extract<SchedulerHome, { pool: unknown }>,
  logger: Logger,
): Database {
  return databaseFromPool(pool, { logger, preparedStatements });
}
