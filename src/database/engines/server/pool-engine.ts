import type { Pool, PoolClient, QueryConfig } from "pg";

import { invariant, type Logger, toError } from "../../../kernel/index.ts";
import type { Engine, NamedText, Session } from "../../engine.ts";
import { DatabaseUnavailableError, TransactionAbortedError } from "../../errors.ts";
import { toDatabaseError } from "../../error-translation.ts";
import { parserFor, type TextValue } from "../../values.ts";
import type { Listener } from "./listener.ts";

export interface PoolEngineOptions {
  readonly pool: Pool;
  readonly listener: Listener;
  readonly preparedStatements: boolean;
  readonly logger: Logger;
}

// Handed over with each query: a host's own settings of the driver stay as they are.
const TYPES = { getTypeParser: (typeId: number) => parserFor(typeId) } as NonNullable<QueryConfig["types"]>;

/** The engine on a pool of connections to a server. */
export function createPoolEngine({ pool, listener, preparedStatements, logger }: PoolEngineOptions): Engine {
  const texts = new Map<string, string>();
  const underWay = new Set<Promise<unknown>>();

  // A pool that is ended forgets whoever still waits for a client, so the end has to wait for them.
  function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): boolean => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  function queryOf({ name, text }: NamedText, values: readonly TextValue[]): QueryConfig {
    const known = texts.get(name);
    invariant(known === undefined || known === text, `two statements are called "${name}"`);
    texts.set(name, text);
    const query: QueryConfig = { text, values: [...values], types: TYPES };
    return preparedStatements ? { ...query, name } : query;
  }

  function sessionOn(client: PoolClient): Session {
    return {
      run: async (statement, values) => {
        const query = queryOf(statement, values);
        try {
          const { rows } = await client.query<Record<string, unknown>>(query);
          return rows;
        } catch (thrown) {
          throw toDatabaseError(thrown, statement.name);
        }
      },
      script: async (sql) => {
        try {
          await client.query(sql);
        } catch (thrown) {
          throw toDatabaseError(thrown, "script");
        }
      },
    };
  }

  /** Lends a client to `work`. One whose connection broke is not put back. */
  async function withClient<T>(work: (session: Session, client: PoolClient) => Promise<T>): Promise<T> {
    const client = await checkOut(pool);
    let broken = false;
    // Without a listener of its own, a client that dies while it is lent would end the process.
    const onError = (error: Error): void => {
      broken = true;
      logger.warn({ error: error.message }, "lost a connection to the database");
    };
    client.on("error", onError);
    try {
      return await work(sessionOn(client), client);
    } catch (thrown) {
      broken ||= thrown instanceof DatabaseUnavailableError;
      throw thrown;
    } finally {
      client.release(broken);
      client.off("error", onError);
    }
  }

  return {
    kind: "server",
    run: (statement, values) => tracked(withClient((session) => session.run(statement, values))),
    script: (sql) => tracked(withClient((session) => session.script(sql))),
    transaction: (work) => tracked(withClient((session, client) => transactionOn({ session, client, work }))),
    listen: (channel, onNotification) => listener.listen(channel, onNotification),
    close: async () => {
      await Promise.allSettled(underWay);
      await Promise.all([listener.close(), pool.end()]);
    },
  };
}

async function checkOut(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (thrown) {
    throw toDatabaseError(thrown, "connect");
  }
}

interface TransactionOptions<T> {
  readonly session: Session;
  readonly client: PoolClient;
  readonly work: (session: Session) => Promise<T>;
}

async function transactionOn<T>({ session, client, work }: TransactionOptions<T>): Promise<T> {
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
