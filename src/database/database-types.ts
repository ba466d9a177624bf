import type { Statement } from "./statement.ts";

/** Values that a statement may be given. Dates become `timestamptz`; a JSON value is handed over as text made by `JSON.stringify`. */
export type Parameter = string | number | boolean | Date | null | readonly (string | number | null)[];

/** What runs statements. */
export interface Queryable {
  /** Runs one statement. Rows come back with the statement's column names; `bigint` as number, `timestamptz` as Date, `jsonb` parsed. */
  run<Row>(statement: Statement<Row>, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
}

/**
 * One open transaction. While it is open its code awaits nothing but it: a query on the {@link Database}, a model, a platform
 * or a timer throws `INSIDE_TRANSACTION`.
 */
export interface Transaction extends Queryable {
  /** The present moment by the database's clock or the one that was given; read once per transaction, so it stands still. */
  now(): Promise<Date>;
  /** `true`: the database that began it commits it. `false`: somebody else does, who tells nobody, and nothing is called back. */
  readonly ownCommit: boolean;
  /**
   * Calls back after the commit, outside the transaction; never after a roll-back, and never where `ownCommit` is `false`. What it
   * throws is logged.
   */
  afterCommit(callback: () => void): void;
  /** Runs a text of several statements without parameters. For migrations. */
  script(sql: string): Promise<void>;
}

/** Where `now` comes from. */
export interface TimeSource {
  /** The present moment, or `null` where the database's own clock (`clock_timestamp()`) rules. */
  now(queryable: Queryable): Promise<Date | null>;
}

/** A PostgreSQL database. Everything on it throws `INSIDE_TRANSACTION` while a transaction is open in the calling code. */
export interface Database extends Queryable {
  /** `embedded`: PGlite in this process, one connection. `server`: a PostgreSQL server, a pool of connections. */
  readonly kind: "embedded" | "server";
  /** Where this database's `now` comes from. Replaced only before anything runs (the sandbox's clock, a test's). */
  timeSource: TimeSource;
  /**
   * Runs `work` in a transaction: commits when it returns, rolls back when it throws.
   *
   * @throws SerializationError, after which the whole call may be repeated; InsideTransactionError when another is open here.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** The present moment, as {@link Transaction.now}. */
  now(): Promise<Date>;
  /**
   * Subscribes to NOTIFY. The function that comes back ends it. A connection that is lost, or falls silent, is made again; what
   * was notified meanwhile is lost, so a subscriber who must know everything looks for itself `onReconnected`.
   *
   * @throws ListenUnavailableError where nothing can be received here; DatabaseUnavailableError, after which it may be tried again.
   */
  listen(
    channel: string,
    onNotification: (payload: string) => void,
    onReconnected?: () => void,
  ): Promise<() => Promise<void>>;
  /** Ends all connections. Later calls throw `DATABASE_CLOSED`. May be called twice. */
  close(): Promise<void>;
}
