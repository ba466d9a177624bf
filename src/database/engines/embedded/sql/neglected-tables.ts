import { statement } from "../../../statement.ts";

/**
 * Tables that a server's autovacuum would take care of by now, by its own default thresholds. The embedded PostgreSQL has no
 * background processes.
 */
export const FIND_NEGLECTED_TABLES = statement<{ table: string; vacuum: boolean }>(
  "find-neglected-tables",
  ["table", "vacuum"],
  `select format('%I.%I', schemaname, relname) as table, n_dead_tup > 50 + 0.2 * n_live_tup as vacuum
   from pg_stat_user_tables
   where n_dead_tup > 50 + 0.2 * n_live_tup or n_mod_since_analyze > 50 + 0.1 * n_live_tup`,
);

/** How much log has been written since the last checkpoint: what would have to be read again after a crash. */
export const MEASURE_LOG = statement<{ bytes: number }>(
  "measure-write-ahead-log",
  ["bytes"],
  "select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) as bytes from pg_control_checkpoint()",
);
