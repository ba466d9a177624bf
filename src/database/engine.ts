import type { TextValue } from "./values.ts";

/** What an engine needs of a statement. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What runs statements: the engine itself, or one connection that a transaction holds. Throws the errors of `errors.ts` only. */
export interface Session {
  run(statement: NamedText, values: readonly TextValue[]): Promise<readonly unknown[]>;
  /** Several statements in one text, without parameters. */
  script(sql: string): Promise<void>;
}

/** Who listens to a channel. */
export interface Subscriber {
  onNotification(payload: string): void;
  /** The connection was lost and made again: what was notified in between is not told. */
  onReconnected(): void;
}

/**
 * What a PostgreSQL must be able to do for us. It knows neither the guard, nor `now`, nor callbacks: `database.ts` adds these
 * once, for all engines alike.
 */
export interface Engine extends Session {
  readonly kind: "embedded" | "server";
  /** Begins, runs `work` on a session that nobody else uses meanwhile, commits; rolls back and rethrows when `work` throws. */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** `channel` is a plain lower-case name. */
  listen(channel: string, subscriber: Subscriber): Promise<() => Promise<void>>;
  /** Waits for the transactions that are open. Called once. */
  close(): Promise<void>;
}
