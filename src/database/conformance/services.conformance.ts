import { describe, expect, test, vi } from "vitest";

import { assertOutsideTransaction, silentLogger } from "../../kernel/index.ts";
import { manualTime, statement } from "../index.ts";
import type { OpenDatabase } from "../testing/index.ts";
import { addNote, countNotes, waitInside, withNotes } from "./notes.conformance.ts";

/** Time, notifications and errors are the same everywhere. */
export function servicesConformance(open: OpenDatabase, exceptions: { readonly notifications?: string } = {}): void {
  time(open);
  errors(open);
  if (exceptions.notifications === undefined) {
    notifications(open);
  } else {
    describe.skip(`notifications (skipped: ${exceptions.notifications})`, () => {
      notifications(open);
    });
  }
}

function time(open: OpenDatabase): void {
  test("reads the database's clock, in whole milliseconds", async () => {
    const database = await open();
    const [before, inside, after] = [
      await database.now(),
      await database.transaction((transaction) => transaction.now()),
      await database.now(),
    ];
    expect(before <= inside && inside <= after).toBe(true);
    expect(Number.isInteger(inside.getTime())).toBe(true);
  });

  test("stands still in a transaction", async () => {
    const database = await open();
    await database.transaction(async (transaction) => {
      const first = await transaction.now();
      await waitInside(transaction);
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
    const read = statement<{ moment: Date }>(
      "read-shifted-clock",
      ["moment"],
      "select timestamptz '2040-01-01 00:00+00' as moment",
    );
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

  test("closes with a subscription, whose end may be asked for afterwards", async () => {
    const database = await open();
    const stop = await database.listen("news", () => undefined);
    await database.close();
    await stop();
    await expect(database.listen("news", () => undefined)).rejects.toMatchObject({ code: "DATABASE_CLOSED" });
  });

  test("does not let a subscription be ended inside a transaction", async () => {
    const database = await open();
    const stop = await database.listen("news", () => undefined);
    await expect(database.transaction(() => stop())).rejects.toMatchObject({ code: "INSIDE_TRANSACTION" });
    await stop();
  });

  test("refuses a channel that would have to be quoted", async () => {
    const database = await open();
    await expect(database.listen('a"; drop table notes', () => undefined)).rejects.toMatchObject({
      code: "INVARIANT_BROKEN",
    });
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
    await expect(addNote(database, 1, "a\u0000b")).rejects.toMatchObject({
      code: "TEXT_NOT_STORABLE",
      statementName: "add-note",
    });
    const json = statement<{ value: unknown }>("read-json", ["value"], "select $1::jsonb as value");
    await expect(database.run(json, [JSON.stringify("a\u0000b")])).rejects.toMatchObject({ code: "TEXT_NOT_STORABLE" });
    expect(await countNotes(database)).toBe(0);
  });

  test("tells any other refusal with its SQLSTATE and the statement's name", async () => {
    const database = await withNotes(open);
    const missing = statement("read-nowhere", [], "select 1 from nowhere");
    await expect(database.run(missing)).rejects.toMatchObject({
      code: "STATEMENT_FAILED",
      sqlState: "42P01",
      statementName: "read-nowhere",
    });
    await expect(addNote(database, 1, null)).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "23502" });
    const error = await addNote(database, "private words", "x").catch((thrown: unknown) => thrown);
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
      transaction.script(
        "create table once (id integer, constraint once_only unique (id) deferrable initially deferred)",
      ),
    );
    const work = database.transaction((transaction) => transaction.script("insert into once values (1), (1)"));
    await expect(work).rejects.toMatchObject({ code: "UNIQUE_VIOLATION", constraint: "once_only" });
  });
}
