import { describe, expect, test } from "vitest";

import { readWhen } from "./read-when.ts";
import { fromWallClock, toWallClock } from "./wall-clock.ts";

const NOW = new Date("2026-11-24T16:20:00Z"); // a Tuesday
const read = (text: string): string | null => {
  const when = readWhen(text, { now: NOW, past: false });
  return when === null ? null : `${short(when.from)}/${short(when.until)}`;
};
const short = (date: Date): string => date.toISOString().slice(0, 16);

describe("a date in words", () => {
  test.for([
    ["friday at half 10", "2026-11-27T10:30/2026-11-27T10:30"],
    ["on the 10th at 9.15 in the morning", "2026-12-10T09:15/2026-12-10T09:15"],
    ["the ski trip is now 29th to the 31st", "2026-12-29T12:00/2026-12-31T12:00"],
    ["by mid december", "2026-12-10T12:00/2026-12-16T12:00"],
    ["wednesday week", "2026-12-02T12:00/2026-12-02T12:00"],
    ["this weekend", "2026-11-28T12:00/2026-11-29T12:00"],
    ["by march", "2027-03-01T12:00/2027-03-31T12:00"],
    ["resit in may, first one's the 4th", "2027-05-04T12:00/2027-05-04T12:00"],
    ["the first thursday of every month", "2026-12-03T12:00/2026-12-03T12:00"],
    ["every tuesday", "2026-12-01T12:00/2026-12-01T12:00"],
    ["hosting thanksgiving", "2026-11-26T12:00/2026-11-26T12:00"],
    ["christmas party on the 18th", "2026-12-18T12:00/2026-12-18T12:00"],
    ["tomorrow morning 7:30", "2026-11-25T07:30/2026-11-25T07:30"],
    ["between 2 and 4 tomorrow", "2026-11-25T16:00/2026-11-25T16:00"],
  ] as const)("%s", ([text, expected]) => {
    expect(read(text)).toBe(expected);
  });

  test("says nothing where no day is meant", () => {
    for (const text of [
      "for three days",
      "since monday",
      "three weeks now",
      "march is my favourite",
      "this year",
      "a week later",
    ]) {
      expect(read(text), text).toBeNull();
    }
  });

  test("knows what comes back and what is a last day", () => {
    const when = (text: string): unknown => readWhen(text, { now: NOW, past: false });
    expect(when("every other friday")).toMatchObject({ repeats: true });
    expect(when("by friday")).toMatchObject({ bound: true, repeats: false });
    expect(when("on friday night")).toMatchObject({ late: true, bound: false });
  });
});

test("the clock on the wall of a zone, there and back, also on the nights when clocks change", () => {
  for (const moment of [
    "2027-03-28T00:30:00Z",
    "2027-03-28T01:30:00Z",
    "2027-10-31T02:30:00Z",
    "2026-11-24T16:20:00Z",
  ]) {
    expect(fromWallClock(toWallClock(new Date(moment), "Europe/Berlin"), "Europe/Berlin")).toEqual(new Date(moment));
  }
  expect(toWallClock(NOW, "Asia/Kathmandu")).toEqual(new Date("2026-11-24T22:05:00Z"));
});
