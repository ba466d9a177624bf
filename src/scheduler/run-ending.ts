import { type Random, unreachable } from "../kernel/index.ts";
import { isStorableMoment } from "./check-request.ts";
import type { JobOutcome, OutcomeWrite, RetryPolicy, RunStatus } from "./job-types.ts";
import { retryDelayMs } from "./retry-delay.ts";
import {
  JobCancelledError,
  JobLeaseLostError,
  JobTimedOutError,
  NotStartedError,
  PayloadMismatchError,
  ShutdownError,
  UnknownOutcomeError,
} from "./scheduler-errors.ts";
import type { ReturnMoment } from "./sql/return-runs.ts";

/** What came out of a run, before anybody judged it. */
export type RunResult =
  | { readonly type: "returned"; readonly value: unknown }
  | { readonly type: "threw"; readonly error: Error }
  /** It was aborted, and its handler did not return. */
  | { readonly type: "abandoned" };

/** What will be written about a run. */
export type RunEnding = {
  readonly runStatus: RunStatus;
  /** What the history says about it, and for a cancelled job its reason. */
  readonly errorMessage: string | null;
  readonly error: Error | null;
  readonly write: OutcomeWrite | null;
} & (
  | { readonly leadsTo: "completed" | "failed" | "cancelled" }
  | { readonly leadsTo: "pending"; readonly moment: ReturnMoment; readonly blame: 0 | 1 }
);

/** What a failure is judged by. */
export interface RetryRecord {
  /** Failures before this run. */
  readonly retryCount: number;
  readonly maxRetries: number;
  readonly retry: RetryPolicy;
  readonly random: Random;
}

const UNCHANGED: ReturnMoment = { delayMs: null, until: null };

/** Judges what came out of a run. `abortReason` is the signal's, `null` while it has not fired. */
export function endingOf(result: RunResult, abortReason: Error | null, record: RetryRecord): RunEnding {
  switch (result.type) {
    case "returned":
      return isOutcome(result.value)
        ? endingOfOutcome(result.value, record)
        : endingOfThrow(new UnknownOutcomeError(describeValue(result.value)), abortReason, record);
    case "threw":
      return endingOfThrow(result.error, abortReason, record);
    case "abandoned":
      return endingOfThrow(abortReason ?? new UnknownOutcomeError("none"), abortReason, record);
    default:
      return unreachable(result);
  }
}

/** A failure: another try after a while, or the end when there was the last one. */
export function endingOfFailure(error: Error, record: RetryRecord, details: FailureDetails = {}): RunEnding {
  const { runStatus, write = null } = details;
  const shared = { error, errorMessage: describeError(error), write };
  if (record.retryCount >= record.maxRetries) {
    return { ...shared, leadsTo: "failed", runStatus: runStatus ?? "failed" };
  }
  const delayMs = retryDelayMs(record.retry, { failures: record.retryCount + 1, error, random: record.random });
  return { ...shared, leadsTo: "pending", runStatus: runStatus ?? "retry", moment: { delayMs, until: null }, blame: 1 };
}

interface FailureDetails {
  readonly runStatus?: RunStatus;
  readonly write?: OutcomeWrite | null;
}

function endingOfOutcome(outcome: JobOutcome, record: RetryRecord): RunEnding {
  const shared = { error: null, write: outcome.write ?? null };
  switch (outcome.type) {
    case "completed":
      return { ...shared, leadsTo: "completed", runStatus: "completed", errorMessage: null };
    case "cancel":
      return { ...shared, leadsTo: "cancelled", runStatus: "cancelled", errorMessage: toStorableText(outcome.reason) };
    case "snooze": {
      const moment = { delayMs: null, until: outcome.until };
      return { ...shared, leadsTo: "pending", runStatus: "snoozed", errorMessage: null, moment, blame: 0 };
    }
    case "retry":
      return endingOfFailure(outcome.error, record, { write: shared.write });
    default:
      return unreachable(outcome);
  }
}

function endingOfThrow(error: Error, abortReason: Error | null, record: RetryRecord): RunEnding {
  if (error instanceof PayloadMismatchError) {
    const shared = { error, errorMessage: describeError(error), write: null };
    return { ...shared, leadsTo: "failed", runStatus: "failed" };
  }
  if (abortReason instanceof JobTimedOutError) {
    return endingOfFailure(abortReason, record, { runStatus: "timed_out" });
  }
  if (abortReason !== null && isNobodysFault(abortReason)) {
    const shared = { error: abortReason, errorMessage: describeError(abortReason), write: null };
    return { ...shared, leadsTo: "pending", runStatus: "interrupted", moment: UNCHANGED, blame: 0 };
  }
  if (abortReason instanceof JobCancelledError) {
    const errorMessage = toStorableText(abortReason.reason);
    return { error: null, errorMessage, write: null, leadsTo: "cancelled", runStatus: "cancelled" };
  }
  return endingOfFailure(error, record);
}

function isNobodysFault(reason: Error): boolean {
  return reason instanceof ShutdownError || reason instanceof JobLeaseLostError || reason instanceof NotStartedError;
}

function isOutcome(value: unknown): value is JobOutcome {
  if (typeof value !== "object" || value === null || !("type" in value)) {
    return false;
  }
  if ("write" in value && value.write !== undefined && typeof value.write !== "function") {
    return false;
  }
  switch (value.type) {
    case "completed":
      return true;
    case "retry":
      return "error" in value && value.error instanceof Error;
    case "snooze":
      return "until" in value && isStorableMoment(value.until);
    case "cancel":
      return "reason" in value && typeof value.reason === "string";
    default:
      return false;
  }
}

function describeValue(value: unknown): string {
  if (typeof value !== "object" || value === null) {
    return typeof value;
  }
  return "type" in value && typeof value.type === "string" ? value.type.slice(0, 100) : "an object without a type";
}

const MAX_TEXT_LENGTH = 4_000;

/** An error as the history keeps it: its name and words, and its code where it has one. */
function describeError(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? ` [${error.code}]` : "";
  return toStorableText(`${error.name}${code}: ${error.message}`);
}

/** Anybody's text in a form that PostgreSQL stores, so that no error message can keep a run from being ended. */
export function toStorableText(text: string): string {
  return text.replaceAll("\0", "").slice(0, MAX_TEXT_LENGTH).toWellFormed();
}
