import { expect, test } from "vitest";

import { type Parameter, statement } from "../index.ts";
import type { OpenDatabase } from "../testing/index.ts";
import { addNote, countNotes, withNotes } from "./notes.conformance.ts";

/** What goes in comes out. */
export function valuesConformance(open: OpenDatabase): void {
  values(open);
}

function values(open: OpenDatabase): void {
  async function roundTrip(type: string, value: Parameter): Promise<unknown> {
    const database = await open();
    const [row] = await database.run(
      statement<{ value: unknown }>(`read-${type}`, ["value"], `select $1::${type} as value`),
      [value],
    );
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
    expect(await countNotes(database)).toBe(0);
    expect(await addNote(database, 1)).toStrictEqual([]);
  });
}
