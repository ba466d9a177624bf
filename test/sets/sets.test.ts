import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";

import { readSet, SET_NAMES } from "./sets.ts";

const threads = [...readSet("open-threads-a"), ...readSet("open-threads-b")];
const guard = [...readSet("guard-a"), ...readSet("guard-b")];
const crisis = [...readSet("crisis-a"), ...readSet("crisis-b")];
const phrases = [...readSet("settings-phrases-a"), ...readSet("settings-phrases-b")];
const lives = readSet("thread-life");

const letters = (said: string): string => said.toLowerCase().replace(/[^\p{L}\p{N}\p{S}\p{So}]+/gu, " ");
const repeated = (said: readonly string[]): string[] => {
  const seen = said.map(letters);
  return seen.filter((one, index) => seen.indexOf(one) !== index);
};
const idsOf = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);
const count = (labels: readonly string[], label: string): number => labels.filter((each) => each === label).length;
const atStart = (civil: string): Temporal.PlainDateTime => Temporal.PlainDateTime.from(civil);
const endOf = (civil: string): Temporal.PlainDateTime =>
  civil.includes("T") ? atStart(civil) : atStart(civil).add({ days: 1 });
const isBefore = (one: Temporal.PlainDateTime, other: Temporal.PlainDateTime): boolean =>
  Temporal.PlainDateTime.compare(one, other) < 0;
const clockOf = ({ now, zone }: { now: string; zone: string }): Temporal.PlainDateTime =>
  Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDateTime();

describe("the test sets", () => {
  test.each(SET_NAMES)("%s keeps its format and uses no id twice", (name) => {
    expect(repeated(idsOf(readSet(name)))).toEqual([]);
  });

  test("nothing is said twice within a set, not even in the other half", () => {
    expect(repeated(threads.map(({ messages }) => messages.join("\n")))).toEqual([]);
    expect(repeated(guard.map(({ text }) => text))).toEqual([]);
    expect(repeated(crisis.map(({ text }) => text))).toEqual([]);
    expect(repeated(readSet("tender").map(({ messages }) => messages.join("\n")))).toEqual([]);
    expect(repeated(phrases.map(({ phrase }) => phrase))).toEqual([]);
    expect(repeated(readSet("injection").map(({ messages }) => messages.join("\n")))).toEqual([]);
  });

  test("there are as many of each label as the README says", () => {
    expect([threads.length, lives.length, readSet("injection").length]).toEqual([212, 40, 60]);
    expect([readSet("tender").length, phrases.length]).toEqual([100, 140]);
    const tenderOnes = threads.filter((talk) => talk.tender === true);
    const unclear = threads.filter((talk) => talk.either === true);
    const without = threads.filter(({ expected }) => expected.length === 0);
    const plain = without.filter((talk) => !tenderOnes.includes(talk) && !unclear.includes(talk));
    expect([tenderOnes.length, unclear.length, plain.length]).toEqual([15, 13, 69]);
    const guardLabels = guard.map((each) => each.class);
    expect([count(guardLabels, "manipulative"), count(guardLabels, "kind")]).toEqual([150, 150]);
    const labels = crisis.map((each) => each.class);
    expect(["explicit", "veiled", "third_person", "harmless"].map((label) => count(labels, label))).toEqual([
      50, 30, 25, 45,
    ]);
  });

  test("the halves divide each set 60 to 40 and share no id", () => {
    expect(repeated([...idsOf(threads), ...idsOf(guard), ...idsOf(crisis)])).toEqual([]);
    for (const name of ["open-threads", "guard", "crisis"] as const) {
      const [held, all] = [readSet(`${name}-b`).length, readSet(`${name}-a`).length + readSet(`${name}-b`).length];
      expect(Math.abs(held / all - 0.4)).toBeLessThan(0.02);
    }
  });
});

describe("the open threads", () => {
  const labelled = threads.flatMap((talk) => talk.expected.map((thread) => ({ talk, thread })));

  test("a tender subject makes no thread, and what nobody scores is never tender", () => {
    expect(
      threads.filter(({ tender, either, expected }) => tender === true && (either === true || expected.length > 0)),
    ).toEqual([]);
  });

  test("no date is over when it is told", () => {
    const over = labelled.filter(
      ({ talk, thread }) => thread.date && isBefore(endOf(thread.date.until), clockOf(talk)),
    );
    expect(over).toEqual([]);
  });

  test("asking comes after the beginning of the date and after the message, and goes stale later", () => {
    for (const { talk, thread } of labelled) {
      const ask = atStart(thread.askAfter);
      expect(isBefore(ask, clockOf(talk)), talk.id).toBe(false);
      expect(isBefore(ask, atStart(thread.staleAfter.from)), talk.id).toBe(true);
      expect(isBefore(atStart(thread.staleAfter.until), atStart(thread.staleAfter.from)), talk.id).toBe(false);
      // A goal may be asked about on the way to it; a waiting may end at any hour of its range.
      if (thread.date && ["event", "plan"].includes(thread.kind)) {
        const over = thread.date.until.includes("T")
          ? atStart(thread.date.until)
          : atStart(thread.date.until).add({ hours: 17 });
        expect(isBefore(ask, over), talk.id).toBe(false);
      }
    }
  });

  test("a range runs forward", () => {
    const ranges = labelled.flatMap(({ thread }) => [thread.date, ...(thread.alternativeDates ?? [])]);
    const backward = ranges.filter((range) => range && isBefore(atStart(range.until), atStart(range.from)));
    expect(backward).toEqual([]);
  });
});

describe("the lives of threads", () => {
  test("histories run forward, and each asks for a decision at least once", () => {
    for (const life of lives) {
      expect(() => Temporal.Instant.from("2026-11-24T12:00Z").toZonedDateTimeISO(life.zone), life.id).not.toThrow();
      const told = life.history.map(({ at }) => at);
      expect(told.toSorted(), life.id).toEqual(told);
      expect(life.askRight.length + life.askWrong.length, life.id).toBeGreaterThan(0);
    }
  });

  test("asking is right only while the thread is open, and after its day has begun", () => {
    for (const life of lives) {
      const closed = life.state === "answered" || life.state === "cancelled";
      expect(closed ? life.askRight : [], life.id).toEqual([]);
      const told = life.history.at(-1);
      for (const moment of life.askRight) {
        expect(told && isBefore(atStart(told.at), atStart(moment)), life.id).toBe(true);
        expect(life.date && isBefore(atStart(moment), atStart(life.date)), life.id).not.toBe(true);
      }
    }
  });
});

describe("the settings in plain words", () => {
  test("a phrase that asks back or changes nothing names no settings, and zones exist", () => {
    for (const phrase of phrases) {
      const zone = phrase.answer === "change" ? phrase.change.zone : undefined;
      if (zone) expect(() => Temporal.Instant.from("2026-11-24T12:00Z").toZonedDateTimeISO(zone)).not.toThrow();
      expect("change" in phrase, phrase.id).toBe(phrase.answer === "change");
    }
  });
});

describe("the tender histories", () => {
  test("in a channel nothing is allowed, and what must not be said there is in the message", () => {
    for (const history of readSet("tender")) {
      const said = history.messages.join(" ").toLowerCase();
      expect(history.expect === "nothing-in-channel", history.id).toBe(history.place === "channel");
      expect(history.expect === "thread-allowed" && !history.askedFor, history.id).toBe(false);
      expect((history.neverInChannel ?? []).filter((word) => !said.includes(word.toLowerCase()))).toEqual([]);
    }
  });
});
