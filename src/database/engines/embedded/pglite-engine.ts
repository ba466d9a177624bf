import type { PGlite, Transaction as PGliteTransaction } from "@electric-sql/pglite";

import type { Engine, Session } from "../../engine.ts";
import { DatabaseClosedError, DatabaseUnavailableError } from "../../errors.ts";
import { sqlStateOf, toDatabaseError } from "../../error-translation.ts";
import type { EmbeddedPGlite } from "./embedded-pglite.ts";

/**
 * The engine on one PGlite. It has one connection: transactions queue up, and a statement outside of them waits for the one
 * that is open.
 */
export function createPGliteEngine(pglite: EmbeddedPGlite, close: () => Promise<void>): Engine {
  let closing = false;

  const session = sessionOn(pglite);
  return {
    kind: "embedded",
    run: (statement, values) => whileAlive(() => session.run(statement, values)),
    script: (sql) => whileAlive(() => session.script(sql)),
    transaction: (work) => whileAlive(() => transactionOn(pglite, work)),
    listen: async (channel, { onNotification }) => {
      const stop = await whileAlive(() => pglite.listen(channel, onNotification));
      return async () => {
        if (!closing && pglite.panic === null) {
          await stop();
        }
      };
    },
    close: async () => {
      closing = true;
      await close();
    },
  };

  async function whileAlive<T>(work: () => Promise<T>): Promise<T> {
    if (pglite.panic !== null) {
      throw new DatabaseUnavailableError(sqlStateOf(pglite.panic), pglite.panic);
    }
    try {
      return await work();
    } catch (thrown) {
      // Whoever still queued when the database was closed is told by the driver in words of its own.
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
    throw failures.length === 0 ? toDatabaseError(thrown, "commit") : failures[0]; // the work's own errors pass through as they are
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
