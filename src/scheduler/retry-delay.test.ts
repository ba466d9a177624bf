import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { HOUR_MS, type Random, seededRandom } from "../kernel/index.ts";
import type { RetryPolicy } from "./job-types.ts";
import { DEFAULT_RETRY_POLICY, retryDelayMs } from "./retry-delay.ts";

const policies = fc
  .tuple(fc.integer({ min: 1, max: HOUR_MS }), fc.integer({ min: 1, max: 1_000 }))
  .map(([firstMs, factor]) => ({ type: "exponential", firstMs, maxMs: firstMs * factor }) as const);
const failures = fc.integer({ min: 1, max: 2_000 });
const seeds = fc.integer();

function waitOf(policy: RetryPolicy, n: number, random: Random): number {
  return retryDelayMs(policy, { failures: n, error: new RangeError("no"), random });
}

describe("the wait after a failure", () => {
  test("lies within ± 10 % of the doubled first wait, and of the longest one at most", () => {
    fc.assert(
      fc.property(policies, failures, seeds, (policy, n, seed) => {
        const wait = waitOf(policy, n, seededRandom(seed));
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
        const wait = waitOf(policy, n, seededRandom(seed));
        expect(waitOf(policy, n + 1, seededRandom(seed))).toBeGreaterThanOrEqual(wait);
      }),
    );
  });

  test("differs between jobs that failed together", () => {
    const random = seededRandom(1);
    const waits = Array.from({ length: 100 }, () => waitOf(DEFAULT_RETRY_POLICY, 3, random));
    expect(new Set(waits).size).toBeGreaterThan(50);
  });

  test("is 5 s · 2ⁿ⁻¹ up to an hour by default, and exact where it is fixed", () => {
    const middle = { next: () => 0.5 };
    const waits = [1, 2, 3, 10, 11, 500].map((n) => waitOf(DEFAULT_RETRY_POLICY, n, middle));
    expect(waits).toEqual([5_000, 10_000, 20_000, 2_560_000, HOUR_MS, HOUR_MS]);
    expect(waitOf({ type: "fixed", delayMs: 7 }, 9, seededRandom(1))).toBe(7);
  });

  test("is what a function says of the failure, and the default where it throws or says what is no time", () => {
    const random = { next: () => 0.5 };
    expect(waitOf((n, error) => (error instanceof RangeError ? n * 100 : 0), 3, random)).toBe(300);
    const broken: readonly RetryPolicy[] = [
      () => {
        throw new TypeError("broken");
      },
      () => Number.NaN,
      () => -1,
      () => Infinity,
      () => "soon" as unknown as number,
    ];
    expect(broken.map((policy) => waitOf(policy, 2, random))).toEqual([10_000, 10_000, 10_000, 10_000, 10_000]);
  });
});
