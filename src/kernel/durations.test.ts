import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addMs, DAY_MS, describeDuration, HOUR_MS, latest, MINUTE_MS, SECOND_MS, WEEK_MS } from "./durations.ts";

const SOME_DAY = new Date("2026-03-29T00:30:00Z");

describe("describeDuration", () => {
  test.each([
    [0, "less than a minute"],
    [-HOUR_MS, "less than a minute"],
    [50 * SECOND_MS, "less than a minute"],
    [MINUTE_MS, "1 minute"],
    [56 * MINUTE_MS, "56 minutes"],
    [58 * MINUTE_MS, "1 hour"],
    [HOUR_MS, "1 hour"],
    [5 * HOUR_MS, "5 hours"],
    [23 * HOUR_MS, "1 day"],
    [DAY_MS, "1 day"],
    [2 * DAY_MS, "2 days"],
    [WEEK_MS, "7 days"],
  ])("says of %d ms: %s", (ms, words) => {
    expect(describeDuration(ms)).toBe(words);
  });

  test("never says 0 of something, 60 minutes or 24 hours", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * DAY_MS }), (ms) => {
        expect(describeDuration(ms)).not.toMatch(/^(0 |60 minutes|24 hours)/);
      }),
    );
  });
});

describe("moments", () => {
  test("addMs goes forwards and back again, over a change of the clocks too", () => {
    expect(addMs(SOME_DAY, DAY_MS)).toEqual(new Date("2026-03-30T00:30:00Z"));
    expect(addMs(addMs(SOME_DAY, DAY_MS), -DAY_MS)).toEqual(SOME_DAY);
  });

  test("latest is one of the moments, and none is later", () => {
    const dates = fc.date({ noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.array(fc.option(dates)), (first, others) => {
        const found = latest(first, ...others);
        const all = [first, ...others].filter((moment) => moment !== null);
        expect(all).toContain(found);
        expect(found.getTime()).toBe(Math.max(...all.map((moment) => moment.getTime())));
      }),
    );
  });
});
