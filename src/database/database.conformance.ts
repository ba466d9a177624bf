import { expect, test, vi } from "vitest";

import { assertOutsideTransaction, silentLogger } from "../kernel/index.ts";
import { type Database, manualTime, type Parameter, statement, type Transaction } from "./index.ts";
import type { OpenDatabase } from "./testing/index.ts";

const CREATE_NOTES = "create table notes (id integer primary key, body text not null)";
const ADD_NOTE = statement("add-note", [], "insert into notes (id, body) values ($1, $2)");
const COUNT_NOTES = statement<{ count: number }>("count-notes", ["count"], "select count(*) as count from notes");

async function withNotes(open: OpenDatabase, options?: Parameters<OpenDatabase>[0]): Promise<Database> {
  const database = await open(options);
  await database.transaction((transaction) => transaction.script(CREATE_NOTES));
  return database;
}

async function countNotes(database: Database | Transaction): Promise<number | undefined> {
  const [row] = await database.run(COUNT_NOTES);
  return row?.count;
}

function addNote(target: Database | Transaction, id: number, body = "note"): Promise<unknown> {
  return target.run(ADD_NOTE, [id, body]);
}

/** What every database promises. */
export function databaseConformance(open: OpenDatabase): void {
  values(open);
  transactions(open);
  callbacks(open);
  guard(open);
  time(open);
  notifications(open);
  errors(open);
  life(open);
}

function values(open: OpenDatabase): void {
  async function roundTrip(type: string, value: Parameter): Promise<unknown> {
    const database = await open();
    const [row] = await database.run(statement<{ value: unknown }>(`read-${type}`, ["value"], `select $1::${type} as value`), [value]);
    return row?.value;
  }
  const moment = new Date("2026-03-29T01:59:59.999Z");

  test.each([
    ["text", `it's "quoted" \\ and 🔥`],
    ["varchar(10)", ""],
    ["boolean", true],
    ["boolean", false],
    ["smallint", -7],
    ["integer", 2_147_483_647],
    ["bigint", 9_007_199_254_740_991],
    ["numeric", 12.5],
    ["double precision", 0.1],
    ["timestamptz", moment],
    ["timestamptz", new Date("0099-12-31T23:59:59.001Z")],
    ["text", null],
    ["text[]", ["a", `b "c" \\ {d},e`, "", "NULL", "null"]],
    ["text[]", []],
    ["integer[]", [1, -2]],
    ["bigint[]", [1, 9_007_199_254_740_991]],
  ] as const)("brings a %s back as it was: %o", async (type, value) => {
    expect(await roundTrip(type, value)).toStrictEqual(value);
  });

  test("parses json and jsonb, which are handed over as text", async () => {
    const value = { a: [1, null, "ü"], b: { c: false } };
    expect(await roundTrip("jsonb", JSON.stringify(value))).toStrictEqual(value);
    expect(await roundTrip("json", JSON.stringify(value))).toStrictEqual(value);
  });

  test("leaves a date without a zone the text that it is", async () => {
    expect(await roundTrip("date", "2026-03-29")).toBe("2026-03-29");
    expect(await roundTrip("timestamp", "2026-03-29 02:30:00")).toBe("2026-03-29 02:30:00");
  });

  test("cuts microseconds off, so that a moment never moves into the future", async () => {
    expect(await roundTrip("timestamptz", "2026-03-29 01:59:59.999999+00")).toStrictEqual(moment);
  });

  test("reads a moment right in a session with another time zone", async () => {
    const database = await open();
    await database.transaction(async (transaction) => {
      await transaction.script("set local timezone to 'Asia/Kathmandu'");
      const read = statement<{ value: Date }>("read-moment", ["value"], "select $1::timestamptz as value");
      expect(await transaction.run(read, [moment])).toEqual([{ value: moment }]);
      const old = new Date("1901-05-05T12:00:00.000Z"); // when zones had seconds
      expect(await transaction.run(read, [old])).toEqual([{ value: old }]);
    });
  });

  test("counts as a number and gives the columns their names", async () => {
    const database = await withNotes(open);
    expect(await database.run(COUNT_NOTES)).toStrictEqual([{ count: 0 }]);
    expect(await database.run(ADD_NOTE, [1, "x"])).toStrictEqual([]);
  });
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

  test("shows nobody else what is not committed", async () => {
    const database = await withNotes(open);
    const written = Promise.withResolvers<undefined>();
    const transaction = database.transaction(async (inside) => {
      await addNote(inside, 1);
      written.resolve(undefined);
      await inside.run(statement<{ slept: string }>("wait-a-little", ["slept"], "select pg_sleep(0.05)::text as slept"));
      throw new Error("never mind");
    });
    await written.promise;
    expect(await countNotes(database)).toBe(0);
    await expect(transaction).rejects.toThrow("never mind");
  });
}

function callbacks(open: OpenDatabase): void {
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
      transaction.afterCommit(() => Promise.reject(new Error("rejected")));
      transaction.afterCommit(callback);
      return Promise.resolve();
    });
    await vi.waitFor(() => {
      expect(error.mock.calls.map(([fields]) => fields as unknown)).toEqual([{ error: "thrown" }, { error: "rejected" }]);
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
    test.each(outside)(`refuses %s inside a transaction at once, on ${maxConnections} connection(s)`, async (_what, attempt) => {
      const database = await withNotes(open, { maxConnections });
      const work = database.transaction(async (transaction) => {
        await addNote(transaction, 1);
        await attempt(database);
      });
      await expect(work).rejects.toMatchObject({ code: "INSIDE_TRANSACTION" });
      expect(await countNotes(database)).toBe(0);
    });
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

function time(open: OpenDatabase): void {
  test("reads the database's clock, in whole milliseconds", async () => {
    const database = await open();
    const [before, inside, after] = [await database.now(), await database.transaction((transaction) => transaction.now()), await database.now()];
    expect(before <= inside && inside <= after).toBe(true);
    expect(Number.isInteger(inside.getTime())).toBe(true);
  });

  test("stands still in a transaction", async () => {
    const database = await open();
    await database.transaction(async (transaction) => {
      const first = await transaction.now();
      await transaction.run(statement<{ slept: string }>("wait-a-little", ["slept"], "select pg_sleep(0.02)::text as slept"));
      expect(await transaction.now()).toEqual(first);
    });
  });

  test("goes by the time source that was given, read once per transaction", async () => {
    const database = await open();
    const clock = manualTime(new Date("2030-01-01T00:00:00.000Z"));
    database.timeSource = clock;
    expect(await database.now()).toEqual(new Date("2030-01-01T00:00:00.000Z"));
    clock.advance(1500);
    await database.transaction(async (transaction) => {
      expect(await transaction.now()).toEqual(new Date("2030-01-01T00:00:01.500Z"));
      clock.set(new Date("2031-01-01T00:00:00.000Z"));
      expect(await transaction.now()).toEqual(new Date("2030-01-01T00:00:01.500Z"));
    });
    expect(await database.now()).toEqual(new Date("2031-01-01T00:00:00.000Z"));
  });

  test("a time source may ask the database, inside a transaction too", async () => {
    const database = await open({ maxConnections: 1 });
    const read = statement<{ moment: Date }>("read-shifted-clock", ["moment"], "select timestamptz '2040-01-01 00:00+00' as moment");
    database.timeSource = { now: async (queryable) => (await queryable.run(read))[0]?.moment ?? null };
    const expected = new Date("2040-01-01T00:00:00.000Z");
    expect(await database.now()).toEqual(expected);
    expect(await database.transaction((transaction) => transaction.now())).toEqual(expected);
  });
}

function notifications(open: OpenDatabase): void {
  const notify = statement<{ sent: string }>("notify", ["sent"], "select pg_notify($1, $2)::text as sent");

  test("delivers to every listener of the channel, outside any transaction, after the commit", async () => {
    const database = await open();
    const received: string[] = [];
    const use = (who: string) => (payload: string) => {
      assertOutsideTransaction("a listener");
      received.push(`${who} ${payload}`);
    };
    await database.listen("news", use("one"));
    await database.listen("news", use("two"));
    await database.listen("other", use("other"));
    await database.transaction(async (transaction) => {
      await transaction.run(notify, ["news", "hello"]);
      expect(received).toEqual([]);
    });
    await vi.waitFor(() => {
      expect(received).toEqual(["one hello", "two hello"]);
    });
  });

  test("delivers nothing of a transaction that was rolled back, and nothing after the end of the subscription", async () => {
    const database = await open();
    const received: string[] = [];
    const stop = await database.listen("news", (payload) => received.push(payload));
    const work = database.transaction(async (transaction) => {
      await transaction.run(notify, ["news", "rolled back"]);
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    await database.run(notify, ["news", "first"]);
    await vi.waitFor(() => {
      expect(received).toEqual(["first"]);
    });
    await stop();
    await stop();
    await database.listen("news", (payload) => received.push(`second listener: ${payload}`));
    await database.run(notify, ["news", "last"]);
    await vi.waitFor(() => {
      expect(received).toEqual(["first", "second listener: last"]);
    });
  });

  test("logs what a listener throws and goes on", async () => {
    const error = vi.fn();
    const database = await open({ logger: { ...silentLogger, error } });
    const received: string[] = [];
    await database.listen("news", () => {
      throw new Error("not today");
    });
    await database.listen("news", (payload) => received.push(payload));
    await database.run(notify, ["news", "hello"]);
    await vi.waitFor(() => {
      expect(received).toEqual(["hello"]);
    });
    expect(error).toHaveBeenCalledWith({ error: "not today" }, expect.any(String));
  });

  test("refuses a channel that would have to be quoted", async () => {
    const database = await open();
    await expect(database.listen('a"; drop table notes', () => undefined)).rejects.toMatchObject({ code: "INVARIANT_BROKEN" });
  });
}

function errors(open: OpenDatabase): void {
  test("names the constraint that a duplicate hits, and quotes no value", async () => {
    const database = await withNotes(open);
    await addNote(database, 7, "private words");
    const error = await addNote(database, 7, "private words").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "UNIQUE_VIOLATION", constraint: "notes_pkey", statementName: "add-note" });
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect(JSON.stringify({ ...((error as Error).cause as object) })).not.toContain("private words");
  });

  test("refuses a NUL character, in text and in jsonb, with an error of its own", async () => {
    const database = await withNotes(open);
    await expect(addNote(database, 1, "a\u0000b")).rejects.toMatchObject({ code: "TEXT_NOT_STORABLE", statementName: "add-note" });
    const json = statement<{ value: unknown }>("read-json", ["value"], "select $1::jsonb as value");
    await expect(database.run(json, [JSON.stringify("a\u0000b")])).rejects.toMatchObject({ code: "TEXT_NOT_STORABLE" });
    expect(await countNotes(database)).toBe(0);
  });

  test("tells any other refusal with its SQLSTATE and the statement's name", async () => {
    const database = await withNotes(open);
    const missing = statement("read-nowhere", [], "select 1 from nowhere");
    await expect(database.run(missing)).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "42P01", statementName: "read-nowhere" });
    await expect(database.run(ADD_NOTE, [1, null])).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "23502" });
    const error = await database.run(ADD_NOTE, ["private words", "x"]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "STATEMENT_FAILED", sqlState: "22P02" });
    expect((error as Error).message).not.toContain("private words");
    await addNote(database, 1);
  });

  test("tells a conflict that is told by the database as one that may be repeated", async () => {
    const database = await open();
    const raise = "do $$ begin raise exception 'conflict' using errcode = '40001'; end $$";
    await expect(database.transaction((transaction) => transaction.script(raise))).rejects.toMatchObject({
      code: "TRANSACTION_CONFLICT",
      retryable: true,
      sqlState: "40001",
    });
  });

  test("tells what a commit finds: a deferred constraint", async () => {
    const database = await open();
    await database.transaction((transaction) =>
      transaction.script("create table once (id integer, constraint once_only unique (id) deferrable initially deferred)"),
    );
    const work = database.transaction((transaction) => transaction.script("insert into once values (1), (1)"));
    await expect(work).rejects.toMatchObject({ code: "UNIQUE_VIOLATION", constraint: "once_only" });
  });
}

function life(open: OpenDatabase): void {
  test("closes once however often it is asked, and then refuses everything", async () => {
    const database = await withNotes(open);
    const stop = await database.listen("news", () => undefined);
    await Promise.all([database.close(), database.close()]);
    await database.close();
    await stop();
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
      await transaction.run(statement<{ slept: string }>("wait-a-little", ["slept"], "select pg_sleep(0.05)::text as slept"));
      return countNotes(transaction);
    });
    await Promise.all([expect(work).resolves.toBe(1), database.close()]);
  });
}
