import { AsyncLocalStorage } from "node:async_hooks";

import { RekindleError } from "./errors.ts";

/** One run of {@link runAsTransaction}. Work that it set off but did not wait for outlives it, and must not stay marked. */
interface Section {
  open: boolean;
}

const currentSection = new AsyncLocalStorage<Section | null>();

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

/** Runs `work` marked as a transaction: all that it does, and all that it sets off, until its promise has settled. */
export async function runAsTransaction<T>(work: () => Promise<T>): Promise<T> {
  const section: Section = { open: true };
  try {
    return await currentSection.run(section, work);
  } finally {
    section.open = false;
  }
}

/** Runs `work` unmarked: for callbacks that are set off by a transaction but come after it. */
export function runOutsideTransaction<T>(work: () => T): T {
  return currentSection.run(null, work);
}

/**
 * For everything that must not be awaited inside a transaction: models, platforms, timers, other queries.
 *
 * @throws InsideTransactionError naming what was attempted.
 */
export function assertOutsideTransaction(attempted: string): void {
  if (currentSection.getStore()?.open === true) {
    throw new InsideTransactionError(attempted);
  }
}
