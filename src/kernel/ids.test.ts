import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { timeOrderedIds } from "./ids.ts";
import { seededRandom, systemRandom } from "./random.ts";

const SEED = 7;
const LAST_MOMENT_MS = 2 ** 50 - 1; // in the year 37648: what 50 bits can name
const moments = fc.integer({ min: 0, max: LAST_MOMENT_MS });

function idAt(ms: number, seed: number = SEED): string {
  return timeOrderedIds({ now: () => new Date(ms) }, seededRandom(seed)).next();
}

describe("a time-ordered id", () => {
  test("has 22 characters, digits and lower-case letters", () => {
    fc.assert(
      fc.property(moments, fc.integer(), (ms, seed) => {
        expect(idAt(ms, seed)).toMatch(/^[0-9a-z]{22}$/);
      }),
    );
  });

  test("sorts after every id of an earlier millisecond", () => {
    fc.assert(
      fc.property(moments, moments, fc.integer(), (one, other, seed) => {
        fc.pre(one !== other);
        const [earlier, later] = one < other ? [one, other] : [other, one];
        expect(idAt(earlier, seed) < idAt(later, seed + 1)).toBe(true);
      }),
    );
  });

  test("does not come twice, not even within one millisecond", () => {
    const ids = timeOrderedIds({ now: () => new Date(0) }, systemRandom);
    const many = Array.from({ length: 20_000 }, () => ids.next());

    expect(new Set(many).size).toBe(many.length);
  });

  test("is the same for the same moment and the same chance", () => {
    expect(idAt(1_700_000_000_000)).toBe(idAt(1_700_000_000_000));
  });
});
