import {
  assertOutsideTransaction,
  invariant,
  type Logger,
  runAsTransaction,
  runOutsideTransaction,
  toError,
} from "../kernel/index.ts";
import type { Database, TimeSource, Transaction } from "./database-types.ts";
import type { Engine } from "./engine.ts";
import { DatabaseClosedError } from "./errors.ts";
import type { Statement } from "./statement.ts";
import { databaseClock } from "./time-sources.ts";
import { createTransactionScope, readNow } from "./transaction-scope.ts";
import { encodeParameters } from "./values.ts";

/** Unquoted names of PostgreSQL: quoted or not, they mean the same channel. */
const CHANNEL = /^[a-z_][a-z0-9_]{0,62}$/;

/** Puts on top of an engine what must be the same for all of them: the guard, `now`, callbacks, the closed state. */
export function createDatabase(engine: Engine, logger: Logger): Database {
  let closing: Promise<void> | null = null;
  let timeSource: TimeSource = databaseClock;

  function assertUsable(attempted: string): void {
    assertOutsideTransaction(attempted);
    if (closing !== null) {
      throw new DatabaseClosedError();
    }
  }

  const database: Database = {
    kind: engine.kind,
    get timeSource() {
      return timeSource;
    },
    set timeSource(source) {
      timeSource = source;
    },
    run: async <Row>(statement: Statement<Row>, parameters = []) => {
      assertUsable(`statement "${statement.name}"`);
      return (await engine.run(statement, encodeParameters(parameters))) as readonly Row[]; // checkStatements holds columns and type together
    },
    transaction: async (work) => {
      assertUsable("another transaction");
      return runTransaction(engine, { timeSource, logger, work });
    },
    now: async () => {
      assertUsable("the database's clock");
      return readNow(database, timeSource);
    },
    listen: async (channel, onNotification, onReconnected = () => undefined) => {
      assertUsable("LISTEN");
      invariant(CHANNEL.test(channel), `"${channel}" is not a plain channel name`);
      const stop = await engine.listen(channel, {
        onNotification: guarded(onNotification, logger),
        onReconnected: guarded(onReconnected, logger),
      });
      return async () => {
        assertOutsideTransaction("UNLISTEN");
        await stop();
      };
    },
    close: async () => {
      assertOutsideTransaction("close()");
      closing ??= engine.close();
      await closing;
    },
  };
  return database;
}

interface TransactionOptions<T> {
  readonly timeSource: TimeSource;
  readonly logger: Logger;
  readonly work: (transaction: Transaction) => Promise<T>;
}

async function runTransaction<T>(engine: Engine, { timeSource, logger, work }: TransactionOptions<T>): Promise<T> {
  let runCallbacks: (logger: Logger) => void = () => undefined;
  const result = await engine.transaction(async (session) => {
    const scope = createTransactionScope(session, { timeSource, ownCommit: true });
    runCallbacks = scope.runCallbacks;
    try {
      return await runAsTransaction(async () => work(scope.transaction));
    } finally {
      scope.end();
    }
  });
  runCallbacks(logger);
  return result;
}

// The embedded database notifies from inside of whatever statement was running, so the mark has to be taken off.
function guarded<Told extends unknown[]>(listener: (...told: Told) => void, logger: Logger): (...told: Told) => void {
  return (...told) => {
    runOutsideTransaction(() => {
      try {
        listener(...told);
      } catch (thrown) {
        logger.error({ error: toError(thrown).message }, "a listener for notifications threw");
      }
    });
  };
}
