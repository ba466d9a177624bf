import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { HOUR_MS, seededRandom } from "../kernel/index.ts";
import { DEFAULT_RETRY_POLICY, retryDelayMs } from "./retry-delay.ts";

const policies = fc
  .tuple(fc.integer({ min: 1, max: HOUR_MS }), fc.integer({ min: 1, max: 1_000 }))
  .map(([firstMs, factor]) => ({ type: "exponential", firstMs, maxMs: firstMs * factor }) as const);
const failures = fc.integer({ min: 1, max: 2_000 });
const seeds = fc.integer();

describe("the wait after a failure", () => {
  test("lies within ± 10 % of the doubled first wait, and of the longest one at most", () => {
    fc.assert(
      fc.property(policies, failures, seeds, (policy, n, seed) => {
        const wait = retryDelayMs(policy, n, seededRandom(seed));
        const exact = Math.min(policy.firstMs * 2 ** (n - 1), policy.maxMs);
        expect(Number.isSafeInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(exact * 0.9));
        expect(wait).toBeLessThanOrEqual(Math.ceil(exact * 1.1));
      }),
    );
  });

  test("never shrinks from one failure to the next, chance aside", () => {
    fc.assert(
      fc.property(policies, failures, seeds, (policy, n, seed) => {
        const wait = retryDelayMs(policy, n, seededRandom(seed));
        expect(retryDelayMs(policy, n + 1, seededRandom(seed))).toBeGreaterThanOrEqual(wait);
      }),
    );
  });

  test("differs between jobs that failed together", () => {
    const random = seededRandom(1);
    const waits = Array.from({ length: 100 }, () => retryDelayMs(DEFAULT_RETRY_POLICY, 3, random));
    expect(new Set(waits).size).toBeGreaterThan(50);
  });

  test("is 5 s · 2ⁿ⁻¹ up to an hour by default, and exact where it is fixed", () => {
    const middle = { next: () => 0.5 };
    const waits = [1, 2, 3, 10, 11, 500].map((n) => retryDelayMs(DEFAULT_RETRY_POLICY, n, middle));
    expect(waits).toEqual([5_000, 10_000, 20_000, 2_560_000, HOUR_MS, HOUR_MS]);
    expect(retryDelayMs({ type: "fixed", delayMs: 7 }, 9, seededRandom(1))).toBe(7);
  });
});
