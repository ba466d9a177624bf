import { Pool, type PoolClient } from "pg";
import { expect, onTestFinished, test, vi } from "vitest";

import {
  type Database,
  databaseFromPool,
  type ListenHeartbeat,
  openServerDatabase,
  type PoolLike,
  statement,
} from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";
import { useSchemas } from "./schemas.ts";
import { startTcpProxy } from "./tcp-proxy.ts";

const NOTIFY = statement<{ sent: string }>("notify", ["sent"], "select pg_notify($1, $2)::text as sent");
const QUICK: ListenHeartbeat = { everyMs: 100, answerWithinMs: 1000 };
const PATIENT: ListenHeartbeat = { everyMs: 60_000, answerWithinMs: 1000 };

/** What a subscriber was told, in order. */
interface Told {
  readonly texts: string[];
  /** Resolves when it was told this. */
  until(text: string): Promise<void>;
}

async function subscribe(database: Database): Promise<Told> {
  const texts: string[] = [];
  await database.listen(
    "news",
    (payload) => texts.push(payload),
    () => texts.push("RECONNECTED"),
  );
  return {
    texts,
    until: (text) =>
      vi.waitFor(
        () => {
          expect(texts).toContain(text);
        },
        { timeout: 20_000, interval: 20 },
      ),
  };
}

/** As somebody does who is told that the database is not available just now. */
async function subscribeAgain(database: Database): Promise<Told> {
  for (;;) {
    const told = await subscribe(database).catch(() => null);
    if (told !== null) {
      return told;
    }
  }
}

async function open(url: string, listenHeartbeat: ListenHeartbeat, logger = silentLogger): Promise<Database> {
  const database = await openServerDatabase({ url, logger, listenHeartbeat });
  onTestFinished(() => database.close());
  return database;
}

function hostPool(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 4 });
  pool.on("error", () => undefined);
  onTestFinished(() => pool.end());
  return pool;
}

function onPool(pool: PoolLike, listenHeartbeat: ListenHeartbeat): Database {
  const database = databaseFromPool(pool, { logger: silentLogger, listenHeartbeat });
  onTestFinished(() => database.close());
  return database;
}

describeOnServer("a connection that listens", () => {
  const create = useSchemas();

  test("that fell silent is noticed and made again; the subscriber is told to look, and hears again", async () => {
    const url = await create();
    const [proxy, administrator] = [await startTcpProxy(url), await open(url, PATIENT)];
    const told = await subscribe(await open(proxy.url, QUICK));
    const before = proxy.open();
    proxy.swallow();
    await administrator.run(NOTIFY, ["news", "swallowed"]);
    await told.until("RECONNECTED");
    await administrator.run(NOTIFY, ["news", "heard"]);
    await told.until("heard");
    expect(told.texts).not.toContain("swallowed");
    await expect.poll(() => proxy.open()).toBeLessThanOrEqual(before); // the dead one was ended
  });

  test("that was dropped is made again, as soon as somebody answers", async () => {
    const url = await create();
    const [proxy, administrator] = [await startTcpProxy(url), await open(url, PATIENT)];
    const told = await subscribe(await open(proxy.url, PATIENT));
    proxy.refuse(true);
    proxy.drop();
    await administrator.run(NOTIFY, ["news", "missed"]);
    proxy.refuse(false);
    await told.until("RECONNECTED");
    await administrator.run(NOTIFY, ["news", "heard"]);
    await told.until("heard");
    expect(told.texts.filter((text) => text !== "RECONNECTED")).toEqual(["heard"]);
  });

  test("tells each of its subscribers, also when it is a new one that has it made again", async () => {
    const url = await create();
    const proxy = await startTcpProxy(url);
    const database = await open(proxy.url, PATIENT);
    const first = await subscribe(database);
    proxy.drop();
    const second = await subscribeAgain(database);
    await first.until("RECONNECTED");
    await database.run(NOTIFY, ["news", "heard"]);
    await Promise.all([first.until("heard"), second.until("heard")]);
  });

  test("that fell silent does not keep the database from closing", async () => {
    const proxy = await startTcpProxy(await create());
    const database = await open(proxy.url, PATIENT);
    await subscribe(database);
    proxy.swallow();
    await database.close();
  });

  test("is not made again when nobody is left to hear", async () => {
    const proxy = await startTcpProxy(await create());
    const warn = vi.fn();
    const database = await open(proxy.url, PATIENT, { ...silentLogger, warn });
    const stop = await database.listen("news", () => undefined);
    await stop();
    proxy.drop();
    await vi.waitFor(() => {
      expect(warn).toHaveBeenCalledWith(expect.anything(), "lost the connection that receives notifications");
    });
    const told = await subscribe(database);
    await database.run(NOTIFY, ["news", "heard"]).catch(() => database.run(NOTIFY, ["news", "heard"]));
    await told.until("heard");
    expect(told.texts).toEqual(["heard"]);
  });

  test("of a host's pool that does not listen any more is noticed, and another one is taken", async () => {
    const url = await create();
    const pool = hostPool(url);
    const lent: PoolClient[] = [];
    pool.on("acquire", (client) => lent.push(client));
    const told = await subscribe(onPool(pool, QUICK));
    const [listening] = lent;
    await listening?.query("unlisten *"); // what a pooler's reset does
    await told.until("RECONNECTED");
    await pool.query("select pg_notify('news', 'heard')");
    await told.until("heard");
  });

  test("of a host's pool that dies is given back, and another one is taken", async () => {
    const pool = hostPool(await create());
    const told = await subscribe(onPool(pool, PATIENT));
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%listen%' and pid <> pg_backend_pid()",
    );
    await told.until("RECONNECTED");
    await pool.query("select pg_notify('news', 'heard')");
    await told.until("heard");
    expect(pool.totalCount - pool.idleCount).toBe(1);
  });
});

/** Each statement on another connection, as a pooler in transaction mode does it. */
function byStatement(pool: Pool): PoolLike {
  return {
    options: { max: 10 },
    connect: () =>
      Promise.resolve({
        query: async (query) => {
          const [client, other] = [await pool.connect(), await pool.connect()];
          try {
            const { rows } = await other.query(query as string);
            return { rows };
          } finally {
            other.release(); // the next one gets the one that was released last
            client.release();
          }
        },
        release: () => undefined,
        on: () => undefined,
        off: () => undefined,
      }),
  };
}

/** Each statement on a session that is reset after it. */
function withReset(pool: Pool): PoolLike {
  return {
    options: { max: 10 },
    connect: async () => {
      const client = await pool.connect();
      return {
        query: async (query) => {
          const { rows } = await client.query(query as string);
          await client.query("unlisten *");
          return { rows };
        },
        release: (broken) => client.release(broken),
        on: client.on.bind(client),
        off: client.off.bind(client),
      };
    },
  };
}

describeOnServer("LISTEN behind a pooler", () => {
  const create = useSchemas();

  test.each([
    ["that gives each statement another session", byStatement],
    ["that resets a session after each statement", withReset],
  ])("%s is refused with the reason, and statements go on", async (_what, pooler) => {
    const pool = hostPool(await create());
    const database = onPool(pooler(pool), { everyMs: 60_000, answerWithinMs: 300 });
    await expect(database.listen("news", () => undefined)).rejects.toMatchObject({
      code: "LISTEN_UNAVAILABLE",
      reason: "NOTHING_ARRIVES",
    });
    expect(await database.now()).toBeInstanceOf(Date);
    expect(pool.idleCount).toBe(pool.totalCount);
  });
});
