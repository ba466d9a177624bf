import { describe, expect, test } from "vitest";

import { addMs, DAY_MS, HOUR_MS } from "../kernel/index.ts";
import { followThreads, type KnownThread, type ThreadChanges } from "./follow-threads.ts";
import { readMessage } from "./language/index.ts";

const TOLD = new Date("2026-11-24T16:00:00Z"); // a Tuesday
const FRIDAY = new Date("2026-11-27T12:00:00Z");
const exam: KnownThread = {
  memoryId: "exam",
  phrase: "your chem exam",
  kind: "event",
  mattersAt: FRIDAY,
  notedAt: TOLD,
};
const parcel: KnownThread = {
  memoryId: "parcel",
  phrase: "your parcel",
  kind: "waiting",
  mattersAt: null,
  notedAt: TOLD,
};

function after(known: KnownThread, text: string, sentAt: Date): ThreadChanges {
  const { openThreads } = readMessage(text, sentAt, { timeZone: "Europe/London" });
  return followThreads([known], { text, sentAt, timeZone: "Europe/London", openThreads });
}

describe("what becomes of a thread", () => {
  test("is answered by a tale after its day that does not name it", () => {
    for (const text of ["omg it went GREAT", "so they asked exactly what i revised", "passed!!", "what a day"]) {
      expect(after(exam, text, addMs(FRIDAY, 6 * HOUR_MS)).closed, text).toEqual(["exam"]);
    }
  });

  test("stays open before its day, and under small talk after it", () => {
    expect(after(exam, "the exam is all i can think of", addMs(FRIDAY, -DAY_MS)).closed).toEqual([]);
    expect(after(exam, "my cat hates me", addMs(FRIDAY, 6 * HOUR_MS)).closed).toEqual([]);
  });

  test("is called off", () => {
    expect(after(exam, "they cancelled the exam", addMs(FRIDAY, -DAY_MS)).closed).toEqual(["exam"]);
  });

  test("moves with what is said of it, a little later or at once", () => {
    const nextTuesday = new Date("2026-12-01T12:00:00Z");
    expect(after(exam, "they moved it to tuesday", addMs(TOLD, DAY_MS)).moved).toMatchObject([
      { memoryId: "exam", timing: { mattersAt: nextTuesday } },
    ]);
    expect(after(exam, "no sorry, saturday", addMs(TOLD, HOUR_MS / 60)).moved).toMatchObject([
      { timing: { mattersAt: addMs(FRIDAY, DAY_MS) } },
    ]);
    expect(after(exam, "the exam is a week later now", addMs(TOLD, DAY_MS)).moved).toMatchObject([
      { timing: { mattersAt: addMs(FRIDAY, 7 * DAY_MS) } },
    ]);
  });

  test("without a date it is told once they come back to it, unless they say that it goes on", () => {
    const later = addMs(TOLD, 3 * DAY_MS);
    expect(after(parcel, "the parcel is here!!", later).closed).toEqual(["parcel"]);
    const still = after(parcel, "parcel is still in customs", later);
    expect(still.closed).toEqual([]);
    expect(still.moved).toMatchObject([{ memoryId: "parcel", timing: { mattersAt: null } }]);
  });

  test("is not opened twice", () => {
    expect(after(exam, "chem exam on friday, still", addMs(TOLD, DAY_MS)).opened).toEqual([]);
  });
});
