import { expect, onTestFinished, test, vi } from "vitest";

import { type Database, openServerDatabase, statement } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger } from "../../src/kernel/index.ts";

const READ_ONE = statement<{ one: number }>("read-one", ["one"], "select 1 as one");
const NOTIFY = statement<{ sent: string }>("notify", ["sent"], "select pg_notify($1, $2)::text as sent");
/** Ends every other connection to this database, as an administrator or a restart does. */
const END_OTHERS = statement<{ ended: number }>(
  "end-other-connections",
  ["ended"],
  `select count(*) filter (where pg_terminate_backend(pid)) as ended from pg_stat_activity
   where datname = current_database() and pid <> pg_backend_pid()`,
);

async function open(url: string, maxConnections = 1): Promise<Database> {
  const database = await openServerDatabase({ url, logger: silentLogger, maxConnections });
  onTestFinished(() => database.close());
  return database;
}

describeOnServer("a lost connection", (create) => {
  test("costs the transaction that was on it, and nothing that comes after", async () => {
    const url = await create();
    const [database, administrator] = [await open(url), await open(url)];
    await database.transaction((transaction) => transaction.script("create table kept (id integer)"));
    const ready = Promise.withResolvers<undefined>();
    const ended = Promise.withResolvers<undefined>();
    const work = database.transaction(async (transaction) => {
      await transaction.script("insert into kept values (1)");
      ready.resolve(undefined);
      await ended.promise;
      await transaction.run(READ_ONE);
    });
    await ready.promise;
    await administrator.run(END_OTHERS);
    ended.resolve(undefined);
    await expect(work).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE", retryable: true });
    expect(
      await database.run(statement<{ count: number }>("count-kept", ["count"], "select count(*) as count from kept")),
    ).toEqual([{ count: 0 }]);
  });

  test("that was idle costs nothing", async () => {
    const url = await create();
    const [database, administrator] = [await open(url), await open(url)];
    await database.run(READ_ONE);
    await administrator.run(END_OTHERS);
    await expect.poll(() => database.run(READ_ONE).catch(() => null)).toEqual([{ one: 1 }]);
  });

  test("of the listener is made again, and notifications arrive again", async () => {
    const url = await create();
    const [database, administrator] = [await open(url), await open(url)];
    const received: string[] = [];
    await database.listen("news", (payload) => received.push(payload));
    await administrator.run(END_OTHERS);
    await vi.waitFor(
      async () => {
        await administrator.run(NOTIFY, ["news", "hello again"]);
        expect(received).toContain("hello again");
      },
      { timeout: 10_000, interval: 100 },
    );
  });

  test("is not waited for when the database is closed", async () => {
    const url = await create();
    const [database, administrator] = [await open(url), await open(url)];
    await database.listen("news", () => undefined);
    await administrator.run(END_OTHERS);
    await database.close();
  });
});
