/** `rekindle/scheduler`: the durable job scheduler alone, on a PostgreSQL pool that is there already. */
export {
  type ClientLike,
  type Database,
  openEmbeddedDatabase,
  type PoolLike,
  type StatementRunner,
  type Transaction,
  transactionFromClient,
} from "../database/index.ts";
export * from "../scheduler/index.ts";
export {
  createPoolScheduler as createScheduler,
  type PoolSchedulerOptions as CreateSchedulerOptions,
} from "../scheduler/index.ts";
