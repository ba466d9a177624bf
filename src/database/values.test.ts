import * as fc from "fast-check";
import { expect, test } from "vitest";

import { encodeParameters, parserFor, parseTimestamp } from "./values.ts";

test("any list of texts survives the way to array text and back", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
      expect(parserFor(1009)(encodeParameters([texts])[0] ?? "")).toEqual(texts);
    }),
  );
});

test("a NULL in an array is null, and the word is a word", () => {
  expect(parserFor(1009)('{NULL,"NULL",null}')).toEqual([null, "NULL", "null"]);
});

test.each([
  ["2026-11-24 06:00:00+00", "2026-11-24T06:00:00.000Z"],
  ["2026-11-24 06:00:00.1+00", "2026-11-24T06:00:00.100Z"],
  ["2026-11-24 06:00:00.123999+00", "2026-11-24T06:00:00.123Z"],
  ["2026-11-24 06:00:00+05:45", "2026-11-24T00:15:00.000Z"],
  ["2026-11-24 06:00:00-09:30", "2026-11-24T15:30:00.000Z"],
  ["1899-12-31 23:59:59+00:53:28", "1899-12-31T23:06:31.000Z"],
  ["0044-03-15 12:00:00+00", "0044-03-15T12:00:00.000Z"],
])("reads %s", (text, expected) => {
  expect(parseTimestamp(text).toISOString()).toBe(expected);
});

test("takes infinity for the last moment that there is", () => {
  expect(parseTimestamp("infinity").getTime()).toBe(8.64e15);
  expect(parseTimestamp("-infinity").getTime()).toBe(-8.64e15);
});
