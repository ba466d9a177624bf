import { RekindleError } from "../kernel/index.ts";
import {
  DatabaseUnavailableError,
  InvalidTextError,
  SerializationError,
  StatementError,
  TransactionAbortedError,
  UniqueViolationError,
} from "./errors.ts";

/** What both drivers put on the errors that the server sent. */
interface ServerMessage extends Error {
  readonly code: string;
  readonly severity: string;
  readonly constraint?: string;
}

const UNIQUE_VIOLATION = "23505";
const TRANSACTION_IS_ABORTED = "25P02";
const SERIALIZATION = new Set(["40001", "40P01"]);
const TEXT = new Set(["22021", "22P05"]);
/** Connection exceptions; insufficient resources; operator intervention apart from a cancelled query; I/O error; sessions ended for waiting. */
const UNAVAILABLE = /^(08|53|57P|58030|25P03|25P04)/;
/** A wrong password, an unknown user, or one who may not connect to this database: waiting changes nothing. */
const LOGIN_REFUSED = /^(28|42501)/;
/** The words of these refusals quote the value that was refused; of all others they name tables and columns only. */
const QUOTES_VALUES = "22";

/**
 * Whatever a driver threw while it ran a statement, as one of our errors. What is not an answer of the server is a broken
 * connection: parameters are encoded by us before a driver is called, so there is nothing else that a driver could trip over.
 */
export function toDatabaseError(thrown: unknown, statementName: string): RekindleError {
  if (thrown instanceof RekindleError) {
    return thrown;
  }
  if (!isServerMessage(thrown)) {
    return new DatabaseUnavailableError(systemCode(thrown), thrown);
  }
  stripValues(thrown);
  const sqlState = thrown.code;
  if (sqlState === UNIQUE_VIOLATION) {
    return new UniqueViolationError({ constraint: thrown.constraint ?? "", statementName }, thrown);
  }
  if (SERIALIZATION.has(sqlState)) {
    return new SerializationError(sqlState, thrown);
  }
  if (sqlState === TRANSACTION_IS_ABORTED) {
    return new TransactionAbortedError(thrown);
  }
  if (TEXT.has(sqlState)) {
    return new InvalidTextError(statementName, thrown);
  }
  if (UNAVAILABLE.test(sqlState) || endsTheSession(thrown)) {
    return new DatabaseUnavailableError(sqlState, thrown);
  }
  const words = sqlState.startsWith(QUOTES_VALUES) ? null : thrown.message;
  return new StatementError({ sqlState, statementName, words }, thrown);
}

/**
 * Whatever a driver threw while it connected. All refusals but those of the login itself are a state that passes: a server that
 * starts, stops or is full, a database that lets nobody in for now (55000).
 */
export function toConnectError(thrown: unknown): RekindleError {
  if (thrown instanceof RekindleError) {
    return thrown;
  }
  const sqlState = sqlStateOf(thrown);
  return thrown instanceof Error && sqlState !== null && LOGIN_REFUSED.test(sqlState)
    ? new StatementError({ sqlState, statementName: "connect", words: thrown.message }, thrown)
    : new DatabaseUnavailableError(sqlState ?? systemCode(thrown), thrown);
}

/**
 * Whether the server ended the session, or itself, with this error. A server may say so in another language, but not the embedded
 * one; and where it does, the connection that breaks next tells as much.
 */
export function endsTheSession(thrown: unknown): boolean {
  return isServerMessage(thrown) && (thrown.severity === "PANIC" || thrown.severity === "FATAL");
}

/** The SQLSTATE of an error that the server sent, else `null`. */
export function sqlStateOf(thrown: unknown): string | null {
  return isServerMessage(thrown) ? thrown.code : null;
}

/** The operating system's code (`ECONNREFUSED`) of an error, else `null`. */
export function systemCode(thrown: unknown): string | null {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : null;
}

// A system's code can have five letters too (EPIPE): only what a server sent has a severity.
function isServerMessage(thrown: unknown): thrown is ServerMessage {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" && "severity" in thrown;
}

// The cause is kept for whoever debugs, and loggers print it: what people wrote must not stand in it.
function stripValues(message: ServerMessage): void {
  for (const field of ["detail", "where", "internalQuery", "params", "query", "queryOptions"]) {
    Reflect.deleteProperty(message, field);
  }
}
