import { expect, test, vi } from "vitest";

import { assertOutsideTransaction, silentLogger } from "../../kernel/index.ts";
import { type Database, statement } from "../index.ts";
import type { OpenDatabase } from "../testing/index.ts";
import { addNote, countNotes, waitInside, withNotes } from "./notes.conformance.ts";

/** All or nothing, alone, and never awaiting anything else. */
export function transactionsConformance(open: OpenDatabase): void {
  transactions(open);
  callbacks(open);
  guard(open);
  life(open);
}

function transactions(open: OpenDatabase): void {
  test("keeps what a transaction wrote and returns what it returned", async () => {
    const database = await withNotes(open);
    const result = await database.transaction(async (transaction) => {
      await addNote(transaction, 1);
      return countNotes(transaction);
    });
    expect(result).toBe(1);
    expect(await countNotes(database)).toBe(1);
  });

  test("keeps nothing when the work throws, and passes on the very error", async () => {
    const database = await withNotes(open);
    const error = new Error("changed my mind");
    await expect(
      database.transaction(async (transaction) => {
        await addNote(transaction, 1);
        throw error;
      }),
    ).rejects.toBe(error);
    expect(await countNotes(database)).toBe(0);
  });

  test("says so when a failed statement was swallowed: nothing was stored", async () => {
    const database = await withNotes(open);
    const work = database.transaction(async (transaction) => {
      await addNote(transaction, 1);
      await addNote(transaction, 1).catch(() => undefined);
    });
    await expect(work).rejects.toMatchObject({ code: "TRANSACTION_ABORTED" });
    expect(await countNotes(database)).toBe(0);
    await addNote(database, 2);
  });

  test("refuses a transaction that is used after its end", async () => {
    const database = await withNotes(open);
    const kept = await database.transaction((transaction) => Promise.resolve(transaction));
    await expect(addNote(kept, 1)).rejects.toMatchObject({ code: "TRANSACTION_ENDED" });
    await expect(kept.script("select 1")).rejects.toMatchObject({ code: "TRANSACTION_ENDED" });
    expect(() => {
      kept.afterCommit(() => undefined);
    }).toThrow(expect.objectContaining({ code: "TRANSACTION_ENDED" }));
  });

  test("loses and mixes nothing when many run at once", async () => {
    const database = await withNotes(open);
    const ids = Array.from({ length: 40 }, (_, index) => index);
    const outcomes = await Promise.allSettled(
      ids.map((id) =>
        id % 4 === 3
          ? addNote(database, id)
          : database.transaction(async (transaction) => {
              await addNote(transaction, id);
              await addNote(transaction, id + 1000);
              if (id % 4 === 2) {
                throw new Error("not this one");
              }
            }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(10);
    expect(await countNotes(database)).toBe(10 + 20 * 2);
  });

  test("sees in a transaction what others committed meanwhile, whatever the default of the database", async () => {
    const database = await open();
    const read = statement<{ level: string }>(
      "read-level",
      ["level"],
      "select current_setting('transaction_isolation') as level",
    );
    const expected = [{ level: "read committed" }];
    expect(await database.transaction((transaction) => transaction.run(read))).toEqual(expected);
    expect(await database.run(read)).toEqual(expected);
  });

  test("shows nobody else what is not committed", async () => {
    const database = await withNotes(open);
    const written = Promise.withResolvers<undefined>();
    const transaction = database.transaction(async (inside) => {
      await addNote(inside, 1);
      written.resolve(undefined);
      await waitInside(inside);
      throw new Error("never mind");
    });
    const rejected = expect(transaction).rejects.toThrow("never mind");
    await written.promise;
    expect(await countNotes(database)).toBe(0); // on one connection after the end
    await rejected;
  });
}

function callbacks(open: OpenDatabase): void {
  test("says that a transaction of its own calls back", async () => {
    const database = await open();
    expect(await database.transaction((transaction) => Promise.resolve(transaction.ownCommit))).toBe(true);
  });

  test("calls back after the commit, outside the transaction, in order", async () => {
    const database = await withNotes(open);
    const calls: string[] = [];
    await database.transaction(async (transaction) => {
      await addNote(transaction, 1);
      transaction.afterCommit(() => {
        assertOutsideTransaction("a callback");
        calls.push("first");
      });
      transaction.afterCommit(() => calls.push("second"));
      expect(calls).toEqual([]);
    });
    expect(calls).toEqual(["first", "second"]);
  });

  test("a callback may use the database", async () => {
    const database = await withNotes(open);
    const counted = Promise.withResolvers<number | undefined>();
    await database.transaction(async (transaction) => {
      await addNote(transaction, 1);
      transaction.afterCommit(() => {
        countNotes(database).then(counted.resolve, counted.reject);
      });
    });
    expect(await counted.promise).toBe(1);
  });

  test("does not call back after a roll-back", async () => {
    const database = await open();
    const callback = vi.fn();
    const work = database.transaction((transaction) => {
      transaction.afterCommit(callback);
      return Promise.reject(new Error("no"));
    });
    await expect(work).rejects.toThrow("no");
    expect(callback).not.toHaveBeenCalled();
  });

  test("logs what a callback throws and calls the others", async () => {
    const error = vi.fn();
    const database = await open({ logger: { ...silentLogger, error } });
    const callback = vi.fn();
    await database.transaction((transaction) => {
      transaction.afterCommit(() => {
        throw new Error("thrown");
      });
      const rejects: () => unknown = () => Promise.reject(new Error("rejected"));
      transaction.afterCommit(rejects);
      transaction.afterCommit(callback);
      return Promise.resolve();
    });
    await vi.waitFor(() => {
      expect(error.mock.calls.map(([fields]) => fields as unknown)).toEqual([
        { error: "thrown" },
        { error: "rejected" },
      ]);
    });
    expect(callback).toHaveBeenCalledOnce();
  });
}

function guard(open: OpenDatabase): void {
  const outside: readonly (readonly [string, (database: Database) => Promise<unknown>])[] = [
    ["a statement", (database) => countNotes(database)],
    ["another transaction", (database) => database.transaction(() => Promise.resolve())],
    ["the database's clock", (database) => database.now()],
    ["LISTEN", (database) => database.listen("news", () => undefined)],
    ["close()", (database) => database.close()],
  ];
  for (const maxConnections of [1, 3]) {
    test.each(outside)(
      `refuses %s inside a transaction at once, on ${maxConnections} connection(s)`,
      async (_what, attempt) => {
        const database = await withNotes(open, { maxConnections });
        const work = database.transaction(async (transaction) => {
          await addNote(transaction, 1);
          await attempt(database);
        });
        await expect(work).rejects.toMatchObject({ code: "INSIDE_TRANSACTION" });
        expect(await countNotes(database)).toBe(0);
      },
    );
  }

  test("refuses also where it is hidden in a helper, a timer or another database", async () => {
    const database = await withNotes(open);
    const other = await withNotes(open);
    const work = database.transaction(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await Promise.all([1, 2].map(() => countNotes(other)));
    });
    await expect(work).rejects.toMatchObject({ code: "INSIDE_TRANSACTION" });
  });

  test("does not take two callers for one: others go on while a transaction is open", async () => {
    const database = await withNotes(open, { maxConnections: 1 });
    await Promise.all([
      database.transaction((transaction) => addNote(transaction, 1)),
      database.transaction((transaction) => addNote(transaction, 2)),
      addNote(database, 3),
      database.now(),
    ]);
    expect(await countNotes(database)).toBe(3);
  });
}

function life(open: OpenDatabase): void {
  test("closes once however often it is asked, and then refuses everything", async () => {
    const database = await withNotes(open);
    await Promise.all([database.close(), database.close()]);
    await database.close();
    const closed = { code: "DATABASE_CLOSED" };
    await expect(countNotes(database)).rejects.toMatchObject(closed);
    await expect(database.transaction(() => Promise.resolve())).rejects.toMatchObject(closed);
    await expect(database.now()).rejects.toMatchObject(closed);
    await expect(database.listen("news", () => undefined)).rejects.toMatchObject(closed);
  });

  test("lets a transaction that is open finish before it closes", async () => {
    const database = await withNotes(open);
    const work = database.transaction(async (transaction) => {
      await addNote(transaction, 1);
      await waitInside(transaction);
      return countNotes(transaction);
    });
    await Promise.all([expect(work).resolves.toBe(1), database.close()]);
  });
}
