import type { JobStatus, RunStatus } from "./job-types.ts";
import type { RetryRecord, RunEnding } from "./run-ending.ts";

/** A run whose end is to be recorded. */
export interface EndedRun {
  readonly jobId: string;
  readonly leaseToken: string;
  readonly durationMs: number;
  readonly ending: RunEnding;
  /** What is made of it when the outcome's `write` fails. */
  readonly record: RetryRecord;
}

/** What the job is now, and what the history says. */
export interface RecordedState {
  readonly jobStatus: JobStatus;
  readonly runStatus: RunStatus;
}

/** How it went: what was recorded; that the lease was somebody else's; that the database could not be told. */
export type Recorded =
  | ({ readonly type: "recorded"; readonly ending: RunEnding } & RecordedState)
  | { readonly type: "lease-lost" }
  | { readonly type: "given-up" };
