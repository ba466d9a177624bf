import { expect, test } from "vitest";

import { readSet } from "../sets/sets.ts";
import { readTalk } from "./read-talk.ts";
import { scoreThreads } from "./score.ts";

test("finds the open threads of the talks that the rules were made on, with their days and when to ask", () => {
  const { precision, recall, datesRight, asksRight, staleRight, tenderThreads, misses } =
    scoreThreads("open-threads-a");
  const all = misses.join("\n");
  expect(precision, all).toBeGreaterThanOrEqual(0.93);
  expect(recall, all).toBeGreaterThanOrEqual(0.88);
  expect(datesRight, all).toBeGreaterThanOrEqual(0.93);
  expect(asksRight, all).toBeGreaterThanOrEqual(0.95);
  expect(staleRight, all).toBeGreaterThanOrEqual(0.95);
  expect(tenderThreads, all).toBeLessThanOrEqual(1); // "nar-anon": the signs of tender subjects do not know it yet
});

test("finds most open threads of talks that nobody looked at while the rules were made", () => {
  const { precision, recall, datesRight, tenderThreads } = scoreThreads("open-threads-b");
  // Below the aim of 0.9 and 0.75: a floor, so that it gets no worse.
  expect(precision).toBeGreaterThanOrEqual(0.75);
  expect(recall).toBeGreaterThanOrEqual(0.58);
  expect(datesRight).toBeGreaterThanOrEqual(0.8);
  expect(tenderThreads).toBeLessThanOrEqual(1);
});

test("nothing of an attack gets into a thread", () => {
  for (const { id, messages, forbidden } of readSet("injection")) {
    const threads = readTalk(messages, { sentAt: new Date("2026-11-24T12:00:00Z"), timeZone: "Europe/London" });
    const phrases = threads.map(({ phrase }) => phrase.toLowerCase()).join(" / ");
    expect(
      forbidden.filter((one) => phrases.includes(one.toLowerCase())),
      id,
    ).toEqual([]);
  }
});
