import { RekindleError } from "../kernel/index.ts";

/** A value that must be unique was there already. Inside a transaction nothing more can be run afterwards but its roll-back. */
export class UniqueViolationError extends RekindleError {
  readonly code = "UNIQUE_VIOLATION";
  /** The constraint or unique index that was hit. */
  readonly constraint: string;
  readonly statementName: string;

  constructor(facts: { readonly constraint: string; readonly statementName: string }, cause: unknown) {
    super(`statement "${facts.statementName}" hit the unique constraint "${facts.constraint}"`, { cause });
    this.constraint = facts.constraint;
    this.statementName = facts.statementName;
  }
}

/** Two transactions were in each other's way and the database ended this one. The whole transaction may be repeated at once. */
export class SerializationError extends RekindleError {
  readonly code = "TRANSACTION_CONFLICT";
  readonly retryable = true;
  /** `40001`: serialization failure; `40P01`: deadlock. */
  readonly sqlState: string;

  constructor(sqlState: string, cause: unknown) {
    super(`the transaction was in another one's way and was ended by the database (${sqlState})`, { cause });
    this.sqlState = sqlState;
  }
}

/**
 * The database cannot be used right now: connection refused or lost, server starting, stopping or full. May be tried again
 * later. Where a connection is lost during a write, nobody knows whether that write was committed. An embedded database that has
 * given up (a full disk) stays like this until the program is started again.
 */
export class DatabaseUnavailableError extends RekindleError {
  readonly code = "DATABASE_UNAVAILABLE";
  readonly retryable = true;
  /** SQLSTATE (`57P01`) or the system's code (`ECONNREFUSED`); `null` where the driver gave none. */
  readonly reason: string | null;

  constructor(reason: string | null, cause: unknown) {
    super(`the database is not available${reason === null ? "" : ` (${reason})`}`, { cause });
    this.reason = reason;
  }
}

/** The database was closed by `close()`, and then used. */
export class DatabaseClosedError extends RekindleError {
  readonly code = "DATABASE_CLOSED";

  constructor() {
    super("the database is closed");
  }
}

/** A text holds what PostgreSQL cannot store: a NUL character, or bytes that are no UTF-8. */
export class InvalidTextError extends RekindleError {
  readonly code = "TEXT_NOT_STORABLE";
  readonly statementName: string;

  constructor(statementName: string, cause: unknown) {
    super(`statement "${statementName}" was given a text that PostgreSQL cannot store (a NUL character, for one)`, {
      cause,
    });
    this.statementName = statementName;
  }
}

/** Any other refusal of a statement. */
export class StatementError extends RekindleError {
  readonly code = "STATEMENT_FAILED";
  readonly sqlState: string;
  readonly statementName: string;

  constructor(
    facts: { readonly sqlState: string; readonly statementName: string; readonly words: string | null },
    cause: unknown,
  ) {
    super(
      `statement "${facts.statementName}" failed (${facts.sqlState})${facts.words === null ? "" : `: ${facts.words}`}`,
      { cause },
    );
    this.sqlState = facts.sqlState;
    this.statementName = facts.statementName;
  }
}

/** A statement of the transaction had failed, the error was swallowed, and the work went on: nothing of it was stored. */
export class TransactionAbortedError extends RekindleError {
  readonly code = "TRANSACTION_ABORTED";

  constructor(cause: unknown) {
    super("a statement of this transaction failed before, so nothing of it can be stored", { cause });
  }
}

/** A transaction was used after its end, or a client was handed over as one on which none is open. */
export class TransactionEndedError extends RekindleError {
  readonly code = "TRANSACTION_ENDED";

  constructor() {
    super("there is no transaction open here, or not any more");
  }
}

/**
 * A session gives its results in a form that cannot be read without guessing (`datestyle` is not `ISO`, say). It was set by whoever
 * owns the connection; what was asked of it in a transaction of theirs is not to be relied on.
 */
export class SessionStyleError extends RekindleError {
  readonly code = "DATABASE_SESSION_STYLE";
  /** What was found. */
  readonly found: string;

  constructor(found: string) {
    super(
      `the database session has settings that results cannot be read with (${found}): it needs datestyle ISO, and results as text`,
    );
    this.found = found;
  }
}

/** Nothing can be received by LISTEN here, now or later: whoever wanted to has to ask the database from time to time instead. */
export class ListenUnavailableError extends RekindleError {
  readonly code = "LISTEN_UNAVAILABLE";
  /**
   * `POOL_TOO_SMALL`: it would take one connection for good of a pool that has fewer than four. `NOTHING_ARRIVES`: what another
   * connection notified did not come, as behind a pooler that gives each transaction another connection.
   */
  readonly reason: "POOL_TOO_SMALL" | "NOTHING_ARRIVES";

  constructor(reason: "POOL_TOO_SMALL" | "NOTHING_ARRIVES") {
    super(
      reason === "POOL_TOO_SMALL"
        ? "notifications are not received: the pool is too small to give one connection away for good"
        : "notifications are not received: LISTEN was accepted, but nothing arrives (a pooler in transaction mode?)",
    );
    this.reason = reason;
  }
}
