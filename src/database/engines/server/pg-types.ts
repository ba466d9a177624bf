/** The slices of the driver `pg` that are needed of what a host hands over: which copy of its classes it is does not matter. */

/** One statement, as the driver takes it. */
export interface PgQuery {
  readonly text: string;
  readonly values?: readonly (string | null)[];
  /** Of the prepared statement. */
  readonly name?: string;
  /** How results are parsed, in place of the host's own settings. */
  readonly types?: { getTypeParser(typeId: number, format?: string): (value: string) => unknown };
}

/** What comes back. */
export interface PgResult {
  readonly rows: unknown[];
  readonly command?: string;
}

/** A column of a result. */
export interface PgField {
  readonly name: string;
  readonly dataTypeID: number;
}

/** One connection: what `pg.Client` and whatever wraps one have in common. */
export interface ClientLike {
  query(query: string | PgQuery): Promise<PgResult>;
  /** `I`: in no transaction. */
  getTransactionStatus?(): string | null;
}

/** What arrives by NOTIFY. */
export interface PgNotification {
  readonly channel: string;
  readonly payload?: string | undefined;
}

/** A client that tells what happens to it. */
export interface ListenClient extends ClientLike {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  on(event: "notification", listener: (notification: PgNotification) => void): unknown;
  off(event: "error", listener: (error: Error) => void): unknown;
  off(event: "end", listener: () => void): unknown;
  off(event: "notification", listener: (notification: PgNotification) => void): unknown;
}

/** A client that a pool has lent. */
export interface PoolClientLike extends ListenClient {
  /** `true`: it is not to be used again. */
  release(broken?: boolean): void;
}

/** A pool of connections: `pg.Pool`, or what behaves like one. */
export interface PoolLike {
  connect(): Promise<PoolClientLike>;
  readonly options?: {
    /** How many connections it makes at most. */
    readonly max?: number;
  };
}
