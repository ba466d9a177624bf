import type { PGlite, Transaction as PGliteTransaction } from "@electric-sql/pglite";

import type { Engine, Session } from "../../engine.ts";
import { DatabaseClosedError } from "../../errors.ts";
import { toDatabaseError } from "../../error-translation.ts";

/**
 * The engine on one PGlite. It has one connection: transactions queue up, and a statement outside of them waits for the one
 * that is open.
 */
export function createPGliteEngine(pglite: PGlite, close: () => Promise<void>): Engine {
  let closing = false;

  const session = sessionOn(pglite);
  return {
    kind: "embedded",
    run: (statement, values) => refuseAfterClose(session.run(statement, values)),
    script: (sql) => refuseAfterClose(session.script(sql)),
    transaction: (work) => refuseAfterClose(transactionOn(pglite, work)),
    listen: async (channel, { onNotification }) => {
      const stop = await pglite.listen(channel, onNotification);
      return async () => {
        if (!closing) {
          await stop();
        }
      };
    },
    close: async () => {
      closing = true;
      await close();
    },
  };

  // Whoever still queued when the database was closed is told by the driver in words of its own.
  async function refuseAfterClose<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (thrown) {
      throw pglite.closed ? new DatabaseClosedError() : thrown;
    }
  }
}

async function transactionOn<T>(pglite: PGlite, work: (session: Session) => Promise<T>): Promise<T> {
  const failures: unknown[] = [];
  try {
    return await pglite.transaction(async (transaction) => {
      try {
        return await work(sessionOn(transaction));
      } catch (thrown) {
        failures.push(thrown);
        throw thrown;
      }
    });
  } catch (thrown) {
    throw failures.length === 0 ? toDatabaseError(thrown, "commit") : thrown; // the work's own errors pass through as they are
  }
}

function sessionOn(connection: PGlite | PGliteTransaction): Session {
  return {
    run: async ({ name, text }, values) => {
      try {
        const { rows } = await connection.query(text, [...values]);
        return rows;
      } catch (thrown) {
        throw toDatabaseError(thrown, name);
      }
    },
    script: async (sql) => {
      try {
        await connection.exec(sql);
      } catch (thrown) {
        throw toDatabaseError(thrown, "script");
      }
    },
  };
}
