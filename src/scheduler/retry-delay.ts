import { DAY_MS, HOUR_MS, type Random, SECOND_MS } from "../kernel/index.ts";
import type { RetryPolicy } from "./job-types.ts";

/** The policy of a job type that names none. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { type: "exponential", firstMs: 5 * SECOND_MS, maxMs: HOUR_MS };

const JITTER = 0.1;

/** The longest wait between two tries of a job that a policy may ask for. */
export const LONGEST_RETRY_MS = 3650 * DAY_MS;

/** What a policy is asked with. */
export interface RetryQuestion {
  /** How often the job failed, this time included. */
  readonly failures: number;
  /** What it failed with. */
  readonly error: Error;
  readonly random: Random;
}

/**
 * How long to wait after the n-th failure, n from 1. Exponential waits are spread by ± 10 %, so that jobs that failed
 * together do not come back together; fixed ones are kept to the millisecond. A function that throws, or says what is no
 * time to wait, is passed over: a failed job must not be lost because its policy fails too.
 */
export function retryDelayMs(policy: RetryPolicy, question: RetryQuestion): number {
  if (typeof policy === "function") {
    return askedDelayMs(policy, question) ?? retryDelayMs(DEFAULT_RETRY_POLICY, question);
  }
  if (policy.type === "fixed") {
    return policy.delayMs;
  }
  const wait = Math.min(policy.firstMs * 2 ** (question.failures - 1), policy.maxMs);
  return Math.round(wait * (1 - JITTER + 2 * JITTER * question.random.next()));
}

function askedDelayMs(
  ask: (failures: number, error: Error) => number,
  { failures, error }: RetryQuestion,
): number | null {
  try {
    const delayMs: unknown = ask(failures, error);
    const fits = typeof delayMs === "number" && delayMs >= 0 && delayMs <= LONGEST_RETRY_MS;
    return fits ? Math.round(delayMs) : null;
  } catch {
    return null;
  }
}
