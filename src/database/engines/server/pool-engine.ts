import { type Logger, toError } from "../../../kernel/index.ts";
import type { Engine, NamedText, Session } from "../../engine.ts";
import { toConnectError, toDatabaseError } from "../../error-translation.ts";
import { DatabaseUnavailableError, TransactionAbortedError } from "../../errors.ts";
import type { TextValue } from "../../values.ts";
import { type MakeQuery, queryMaker, sessionOn } from "./client-session.ts";
import { Listener } from "./listener.ts";
import type { ListenParts } from "./open-listen-connection.ts";
import type { PoolClientLike, PoolLike } from "./pg-types.ts";
import { BEGIN, BEGIN_IN_OUR_STYLE, beginIn } from "./sql/begin.ts";
import { NOTIFY } from "./sql/notify.ts";
import { READ_SESSION_STYLE } from "./sql/read-session-style.ts";

/** What the engine is made of. */
export interface PoolEngineOptions {
  readonly pool: PoolLike;
  /** Without `notify` the pool's other connections do it. */
  readonly listen: Omit<ListenParts, "notify"> & Partial<Pick<ListenParts, "notify">>;
  readonly preparedStatements: boolean;
  readonly logger: Logger;
  /** Whether others use the pool too: sessions may have any settings, and keep them. */
  readonly shared: boolean;
  /** The schema of our tables, where the session does not know it. */
  readonly schema?: string | null;
  /** What is to be done with the pool in the end, when nothing of ours runs any more. */
  readonly endPool: () => Promise<void>;
}

/** The engine on a pool of connections to a server. */
export function createPoolEngine(options: PoolEngineOptions): Engine {
  const { pool, preparedStatements, logger, shared, schema = null, endPool } = options;
  const makeQuery = queryMaker(preparedStatements);
  const styles = shared ? new WeakMap<object, boolean>() : null;
  const begin = schema === null ? BEGIN_IN_OUR_STYLE : beginIn(schema);
  const lender: Lender = { pool, logger, makeQuery, styles, begin, schema };
  const underWay = new Set<Promise<unknown>>();

  // A pool that is ended forgets whoever still waits for a client, so the end has to wait for them.
  function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): boolean => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  const listener = new Listener(
    { notify: (channel) => tracked(withClient(lender, (lent) => runOn(lent, NOTIFY, [channel]))), ...options.listen },
    logger,
  );

  return {
    kind: "server",
    run: (statement, values) => tracked(withClient(lender, (lent) => runOn(lent, statement, values))),
    script: (sql) => tracked(withClient(lender, (lent) => scriptOn(lent, sql))),
    transaction: (work) => tracked(withClient(lender, (lent) => transactionOn(lent, work))),
    listen: (channel, subscriber) => listener.listen(channel, subscriber),
    close: async () => {
      await Promise.all([Promise.allSettled(underWay), listener.close()]);
      await endPool();
    },
  };
}

interface Lender {
  readonly pool: PoolLike;
  readonly logger: Logger;
  readonly makeQuery: MakeQuery;
  /** Which connections of a shared pool have our style; `null` where all have. */
  readonly styles: WeakMap<object, boolean> | null;
  /** What begins a transaction in a session of another style. */
  readonly begin: string;
  readonly schema: string | null;
}

interface Lent {
  readonly client: PoolClientLike;
  readonly session: Session;
  readonly ourStyle: boolean;
  readonly begin: string;
}

/** Lends a client to `work`. One whose connection broke is not put back. */
async function withClient<T>(
  { pool, logger, makeQuery, styles, begin, schema }: Lender,
  work: (lent: Lent) => Promise<T>,
): Promise<T> {
  const client = await checkOut(pool);
  let broken = false;
  // Without a listener of its own, a client that dies while it is lent would end the process.
  const onError = (error: Error): void => {
    broken = true;
    logger.warn({ error: error.message }, "lost a connection to the database");
  };
  client.on("error", onError);
  try {
    const session = sessionOn(client, makeQuery);
    const ourStyle = schema === null && (styles === null || (await hasOurStyle(client, session, styles)));
    return await work({ client, session, ourStyle, begin });
  } catch (thrown) {
    broken ||= thrown instanceof DatabaseUnavailableError;
    throw thrown;
  } finally {
    client.release(broken);
    client.off("error", onError);
  }
}

async function checkOut(pool: PoolLike): Promise<PoolClientLike> {
  try {
    return await pool.connect();
  } catch (thrown) {
    throw toConnectError(thrown);
  }
}

/** Asked once a connection. Should somebody change a session later, the parsers refuse what they cannot read. */
async function hasOurStyle(
  client: PoolClientLike,
  session: Session,
  styles: WeakMap<object, boolean>,
): Promise<boolean> {
  const known = styles.get(client);
  if (known !== undefined) {
    return known;
  }
  const [row] = await session.run(READ_SESSION_STYLE, []);
  const { ours } = row as { readonly ours: boolean };
  styles.set(client, ours);
  return ours;
}

// The settings of a host's session are not ours to change, but those of a transaction are.
function runOn(lent: Lent, statement: NamedText, values: readonly TextValue[]): Promise<readonly unknown[]> {
  return lent.ourStyle
    ? lent.session.run(statement, values)
    : transactionOn(lent, (session) => session.run(statement, values));
}

function scriptOn(lent: Lent, sql: string): Promise<void> {
  return lent.ourStyle ? lent.session.script(sql) : transactionOn(lent, (session) => session.script(sql));
}

async function transactionOn<T>(
  { client, session, ourStyle, begin }: Lent,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  await session.script(ourStyle ? BEGIN : begin);
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
