import { expect, test } from "vitest";

import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../kernel/index.ts";
import { plain, plainJson } from "./plain.ts";
import { table } from "./table.ts";
import { durationText, momentText, relativeText } from "./times.ts";

test("columns stand below their titles, numbers at the right, and nothing trails", () => {
  const lines = table(
    [{ title: "NAME" }, { title: "COUNT", align: "right" }, { title: "NOTE" }],
    [
      ["a", "1", "x"],
      ["longer", "12,345", ""],
    ],
    80,
  );
  expect(lines).toEqual(["NAME     COUNT  NOTE", "a            1  x", "longer  12,345"]);
});

test("a line that is too long is cut where it may be, the widest column first, and never an id", () => {
  const id = "x".repeat(30);
  const columns = [{ title: "ID" }, { title: "KEY", least: 8 }, { title: "TEXT", least: 10 }];
  const [titles, row] = table(columns, [[id, "k".repeat(20), "t".repeat(50)]], 60);
  expect(row).toBe(`${id}  ${"k".repeat(12)}…  ${"t".repeat(12)}…`);
  expect(row).toHaveLength(60);
  expect(titles?.trimEnd()).toBe(`ID${" ".repeat(30)}KEY${" ".repeat(12)}TEXT`);
  expect(table(columns, [[id, "k".repeat(20), "t".repeat(50)]], 10)[1]).toBe(
    `${id}  ${"k".repeat(7)}…  ${"t".repeat(9)}…`,
  );
});

test("a column with nothing in it is left out", () => {
  expect(table([{ title: "A" }, { title: "KEY" }, { title: "B" }], [["1", "", "2"]], 80)).toEqual(["A  B", "1  2"]);
});

test("nothing that is stored moves the cursor, changes a colour or turns a line round", () => {
  const evil = "a\u001b[2J\u009b31mb\r\nc\u202ed\u2028e\0";
  expect(plain(evil)).toBe("a\ufffd[2J\ufffd31mb c\ufffdd e\ufffd");
  expect(plainJson({ evil })).toMatch(/^[\x20-\x7e\n]+$/);
  expect(JSON.parse(plainJson({ evil }))).toEqual({ evil });
});

test.each([
  [0, "now"],
  [999, "now"],
  [-SECOND_MS, "1 s ago"],
  [90 * SECOND_MS, "in 90 s"],
  [119 * MINUTE_MS, "in 119 min"],
  [-3 * HOUR_MS, "3 h ago"],
  [47 * HOUR_MS, "in 47 h"],
  [-3 * DAY_MS, "3 d ago"],
])("%d ms from now is %s", (ms, expected) => {
  const now = new Date("2026-03-01T12:00:00.250Z");
  expect(relativeText(addMs(now, ms), now)).toBe(expected);
  expect(momentText(now)).toBe("2026-03-01T12:00:00Z");
});

test("how long something took", () => {
  expect([null, 0, 12, 999, 1_234, 90_000, 7_560_000].map(durationText)).toEqual([
    "–",
    "0 ms",
    "12 ms",
    "999 ms",
    "1.2 s",
    "1.5 min",
    "2.1 h",
  ]);
});
