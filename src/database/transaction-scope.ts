import { type Logger, runOutsideTransaction, toError } from "../kernel/index.ts";
import type { TimeSource, Transaction } from "./database-types.ts";
import type { Session } from "./engine.ts";
import { TransactionEndedError } from "./errors.ts";
import { readDatabaseClock } from "./sql/read-database-clock.ts";
import type { Statement } from "./statement.ts";
import { encodeParameters } from "./values.ts";

/** A transaction as its work sees it, and the two ways in which it ends. */
export interface TransactionScope {
  readonly transaction: Transaction;
  /** From here on the transaction refuses to be used. */
  end(): void;
  /** To be called after the commit. */
  runCallbacks(logger: Logger): void;
}

/** Makes the {@link Transaction} that runs on a session. */
export function createTransactionScope(
  session: Session,
  { timeSource, ownCommit }: { readonly timeSource: TimeSource; readonly ownCommit: boolean },
): TransactionScope {
  const callbacks: (() => unknown)[] = [];
  let ended = false;
  let now: Promise<Date> | null = null;

  function assertOpen(): void {
    if (ended) {
      throw new TransactionEndedError();
    }
  }

  const transaction: Transaction = {
    ownCommit,
    run: async <Row>(statement: Statement<Row>, parameters = []) => {
      assertOpen();
      return (await session.run(statement, encodeParameters(parameters))) as readonly Row[]; // checkStatements holds columns and type together
    },
    script: async (sql) => {
      assertOpen();
      await session.script(sql);
    },
    now: () => {
      now ??= readNow(transaction, timeSource);
      return now;
    },
    afterCommit: (callback) => {
      assertOpen();
      callbacks.push(callback);
    },
  };

  return {
    transaction,
    end: () => {
      ended = true;
    },
    runCallbacks: (logger) => {
      for (const callback of callbacks) {
        runOutsideTransaction(() => void runLogged(callback, logger));
      }
    },
  };
}

/** The present moment by the source, or where it has none by the database's clock, to the millisecond. */
export async function readNow(queryable: Pick<Transaction, "run">, timeSource: TimeSource): Promise<Date> {
  return (await timeSource.now(queryable)) ?? (await readDatabaseClock(queryable));
}

async function runLogged(callback: () => unknown, logger: Logger): Promise<void> {
  try {
    await callback(); // typed as returning nothing, but an async function fits that type too
  } catch (thrown) {
    logger.error({ error: toError(thrown).message }, "a callback after a commit threw");
  }
}
