import { AsyncLocalStorage } from "node:async_hooks";

import { RekindleError } from "./errors.ts";

const openSection = new AsyncLocalStorage<string | null>();

/**
 * Something slow or foreign was awaited while a database transaction was open. On one connection that can wait for ever, and
 * anywhere it holds locks for as long as the other side likes.
 */
export class InsideTransactionError extends RekindleError {
  readonly code = "INSIDE_TRANSACTION";
  readonly attempted: string;

  constructor(attempted: string) {
    super(`${attempted} was used while a transaction is open: a transaction awaits nothing but its own statements`);
    this.attempted = attempted;
  }
}

/** Runs `work` marked as a transaction, for as long as its promise is open and for everything that it awaits. */
export function runAsTransaction<T>(work: () => Promise<T>): Promise<T> {
  return openSection.run("transaction", work);
}

/** Runs `work` unmarked: for callbacks that are set off by a transaction but come after it. */
export function runOutsideTransaction<T>(work: () => T): T {
  return openSection.run(null, work);
}

/**
 * For everything that must not be awaited inside a transaction: models, platforms, timers, other queries.
 *
 * @throws InsideTransactionError naming what was attempted.
 */
export function assertOutsideTransaction(attempted: string): void {
  if ((openSection.getStore() ?? null) !== null) {
    throw new InsideTransactionError(attempted);
  }
}
