import { expect, test } from "vitest";

import { createSleepFloor } from "./sleep-floor.ts";

const CAP_MS = 30_000;

test("sleeps that end in vain become longer, up to a second", () => {
  let nowMs = 0;
  const floor = createSleepFloor(() => nowMs);
  const sleeps: number[] = [];
  for (let look = 0; look < 12; look += 1) {
    const sleepMs = floor.raise(0.5, CAP_MS); // a clock that stands still
    sleeps.push(sleepMs);
    nowMs += sleepMs;
  }
  expect(sleeps).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000, 1000]);
});

test("a sleep after which there was something to do lengthens none", () => {
  let nowMs = 0;
  const floor = createSleepFloor(() => nowMs);
  for (let job = 0; job < 12; job += 1) {
    expect(floor.raise(50, CAP_MS)).toBe(50);
    nowMs += 50;
    floor.reset();
  }
});

test("a sleep that somebody ended early lengthens none", () => {
  let nowMs = 0;
  const floor = createSleepFloor(() => nowMs);
  for (let look = 0; look < 12; look += 1) {
    expect(floor.raise(500, CAP_MS)).toBe(500);
    nowMs += 10;
  }
});
