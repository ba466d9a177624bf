import type { Pool, PoolClient } from "pg";

import { type Logger, toError } from "../../../kernel/index.ts";
import type { Engine, Session } from "../../engine.ts";
import { toDatabaseError } from "../../error-translation.ts";
import { DatabaseUnavailableError, TransactionAbortedError } from "../../errors.ts";
import { type MakeQuery, queryMaker, sessionOn } from "./client-session.ts";
import type { Listener } from "./listener.ts";

/** What the engine is made of; it ends `pool` and `listener` when it is closed. */
export interface PoolEngineOptions {
  readonly pool: Pool;
  readonly listener: Listener;
  readonly preparedStatements: boolean;
  readonly logger: Logger;
}

/** The engine on a pool of connections to a server. */
export function createPoolEngine({ pool, listener, preparedStatements, logger }: PoolEngineOptions): Engine {
  const lender: Lender = { pool, logger, makeQuery: queryMaker(preparedStatements) };
  const underWay = new Set<Promise<unknown>>();

  // A pool that is ended forgets whoever still waits for a client, so the end has to wait for them.
  function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): boolean => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  return {
    kind: "server",
    run: (statement, values) => tracked(withClient(lender, ({ session }) => session.run(statement, values))),
    script: (sql) => tracked(withClient(lender, ({ session }) => session.script(sql))),
    transaction: (work) => tracked(withClient(lender, (lent) => transactionOn(lent, work))),
    listen: (channel, onNotification) => listener.listen(channel, onNotification),
    close: async () => {
      await Promise.allSettled(underWay);
      await Promise.all([listener.close(), pool.end()]);
    },
  };
}

interface Lender {
  readonly pool: Pool;
  readonly logger: Logger;
  readonly makeQuery: MakeQuery;
}

interface Lent {
  readonly client: PoolClient;
  readonly session: Session;
}

/** Lends a client to `work`. One whose connection broke is not put back. */
async function withClient<T>({ pool, logger, makeQuery }: Lender, work: (lent: Lent) => Promise<T>): Promise<T> {
  const client = await checkOut(pool);
  let broken = false;
  // Without a listener of its own, a client that dies while it is lent would end the process.
  const onError = (error: Error): void => {
    broken = true;
    logger.warn({ error: error.message }, "lost a connection to the database");
  };
  client.on("error", onError);
  try {
    return await work({ client, session: sessionOn(client, makeQuery) });
  } catch (thrown) {
    broken ||= thrown instanceof DatabaseUnavailableError;
    throw thrown;
  } finally {
    client.release(broken);
    client.off("error", onError);
  }
}

async function checkOut(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (thrown) {
    throw toDatabaseError(thrown, "connect");
  }
}

async function transactionOn<T>({ client, session }: Lent, work: (session: Session) => Promise<T>): Promise<T> {
  await session.script("begin");
  let result: T;
  try {
    result = await work(session);
  } catch (thrown) {
    await rollBack(session, toError(thrown));
    throw thrown;
  }
  try {
    const { command } = await client.query("commit");
    if (command === "ROLLBACK") {
      throw new TransactionAbortedError(null); // what the server does when a statement had failed
    }
  } catch (thrown) {
    throw toDatabaseError(thrown, "commit");
  }
  return result;
}

// A connection that cannot even roll back is useless. The first error is the one that tells what went wrong.
async function rollBack(session: Session, cause: Error): Promise<void> {
  try {
    await session.script("rollback");
  } catch {
    throw cause instanceof DatabaseUnavailableError ? cause : new DatabaseUnavailableError(null, cause);
  }
}
