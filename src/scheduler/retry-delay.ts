import { HOUR_MS, type Random, SECOND_MS } from "../kernel/index.ts";
import type { RetryPolicy } from "./job-types.ts";

/** The policy of a job type that names none. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { type: "exponential", firstMs: 5 * SECOND_MS, maxMs: HOUR_MS };

const JITTER = 0.1;

/**
 * How long to wait after the n-th failure, n from 1. Exponential waits are spread by ± 10 %, so that jobs that failed
 * together do not come back together; fixed ones are kept to the millisecond.
 */
export function retryDelayMs(policy: RetryPolicy, failures: number, random: Random): number {
  if (policy.type === "fixed") {
    return policy.delayMs;
  }
  const wait = Math.min(policy.firstMs * 2 ** (failures - 1), policy.maxMs);
  return Math.round(wait * (1 - JITTER + 2 * JITTER * random.next()));
}
