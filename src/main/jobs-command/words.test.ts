import { expect, test } from "vitest";

import { cancel, reschedule } from "./change.ts";
import { list } from "./list.ts";
import { prune } from "./prune.ts";
import { readWords } from "./read-words.ts";
import { readDurationMs, readMoment } from "./read-values.ts";
import type { Subcommand } from "./subcommand.ts";

/** What is said about a command line; "taken" where it is a right one. */
function verdict(subcommand: Subcommand, line: string): string {
  try {
    subcommand.prepare(readWords(subcommand, line === "" ? [] : line.split(" ")));
    return "taken";
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: "USAGE" });
    return (thrown as Error).message;
  }
}

test.each([
  [list, "", "taken"],
  [list, "--status failed --type a --key=--b --limit 1000 --before x --json", "taken"],
  [list, "--status fialed", /^--status must be one of pending, .+, got "fialed": did you mean failed\?$/],
  [list, "--status 7", /got "7"$/],
  [list, "--limit 0", /--limit must be a whole number from 1 to 1000, got "0"/],
  [list, "--limit 1001", /got "1001"/],
  [list, "--limit ten", /got "ten"/],
  [list, "--limit", "--limit needs a value: --limit N"],
  [list, "--type --json", "--type needs a value: --type TYPE"],
  [list, "--limt 3", "there is no option --limt: did you mean --limit?"],
  [list, "-x", "there is no option -x"],
  [list, "one", '"one" is one word too many'],
  [cancel, "", "ID is missing"],
  [cancel, "id --reason no", "taken"],
  [cancel, "-- -id", "taken"],
  [cancel, "id other", '"other" is one word too many'],
  [reschedule, "id", "MOMENT is missing"],
  [reschedule, "id 2026-03-01T12:00:00Z", "taken"],
  [reschedule, "id soon", /^MOMENT must be a moment such as .+, got "soon"$/],
  [prune, "", "either --before or --older-than is needed"],
  [prune, "--before 2026-03-01 --older-than 7d", "either --before or --older-than is needed"],
  [prune, "--older-than 7", /--older-than must be a duration such as .+, got "7"/],
  [prune, "--before 2026-13-01", /--before must be a moment/],
] as const)("a command line is taken, or one line says what is wrong: %o %s", (subcommand, line, expected) => {
  const said = verdict(subcommand, line);
  expect(said).toMatch(expected);
  expect(said).not.toContain("\n");
});

test("help is given whatever else is missing", () => {
  expect(readWords(cancel, ["--help"])).toMatchObject({ help: true });
});

test.each([
  ["2026-03-01", "2026-03-01T00:00:00.000Z"],
  ["2026-03-01T12:00Z", "2026-03-01T12:00:00.000Z"],
  ["2026-03-01T12:00:01.5Z", "2026-03-01T12:00:01.500Z"],
  ["2026-03-01T00:30+02:00", "2026-02-28T22:30:00.000Z"],
  ["2028-02-29", "2028-02-29T00:00:00.000Z"],
])("a moment is a day in UTC, or has a zone: %s", (text, expected) => {
  expect(readMoment("MOMENT", text).toISOString()).toBe(expected);
});

test.each([
  "2026-03-01T12:00",
  "2026-02-29",
  "2026-02-30T10:00Z",
  "2026-03-01 12:00Z",
  "1 March",
  "2026-03-01T25:00Z",
  "",
])("no moment: %s", (text) => {
  expect(() => readMoment("MOMENT", text)).toThrow(expect.objectContaining({ code: "USAGE" }));
});

test("durations", () => {
  expect(["30m", "12h", "7d", "2w"].map((text) => readDurationMs("x", text) / 60_000)).toEqual([
    30, 720, 10_080, 20_160,
  ]);
  for (const text of ["7", "d", "-1d", "1.5h", "7 d", "1y"]) {
    expect(() => readDurationMs("x", text)).toThrow(expect.objectContaining({ code: "USAGE" }));
  }
});
