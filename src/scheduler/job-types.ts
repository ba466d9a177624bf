import type { StandardSchemaV1 } from "@standard-schema/spec";

import type { Transaction } from "../database/index.ts";

/** A kind of job: the name is stored with each job and is never renamed. */
export interface JobType<Payload> {
  /** At most 100 characters. */
  readonly name: string;
  /**
   * What a payload must look like; any Standard Schema validator. Checked when a job is scheduled, on what JSON makes
   * of it, and again before it runs: it must accept what it returned.
   */
  readonly payload: StandardSchemaV1<unknown, Payload>;
  /** How long to wait after the n-th failure (n from 1). @defaultValue exponential: 5 s · 2ⁿ⁻¹, at most 1 h, ± 10 % */
  readonly retry?: RetryPolicy;
  /** How many failures are followed by another try. @defaultValue 3 */
  readonly maxRetries?: number;
  /** Real time after which a run's signal fires with reason `timeout`. @defaultValue 1 minute */
  readonly timeoutMs?: number;
  /** How many jobs of this type a process runs at the same time. @defaultValue as many as the scheduler's `concurrency` */
  readonly concurrency?: number;
}

/**
 * How long a job waits after a failure. `exponential` doubles from `firstMs` to `maxMs`, ± 10 %; `fixed` is exact; a
 * function is given the number of failures (from 1) and the last error, and says milliseconds. Where it throws or says
 * something else, the default holds.
 */
export type RetryPolicy =
  | { readonly type: "exponential"; readonly firstMs: number; readonly maxMs: number }
  | { readonly type: "fixed"; readonly delayMs: number }
  | ((failures: number, error: Error) => number);

/**
 * Written in the transaction that ends the run: it happens if and only if the run's end is recorded. When it throws,
 * the run ends as a failure with that error. It is called again when its transaction met another one, or the database
 * was away.
 */
export type OutcomeWrite = (transaction: Transaction) => Promise<void>;

/**
 * What a handler decided about its job. A handler returns one of these; it throws only for what it did not foresee, and
 * a throw counts as `retry`. An unknown outcome is a failure.
 */
export type JobOutcome =
  /** Done. */
  | { readonly type: "completed"; readonly write?: OutcomeWrite }
  /** It failed this time. Uses up one retry; the job type's policy picks the next moment. */
  | { readonly type: "retry"; readonly error: Error; readonly write?: OutcomeWrite }
  /** Too early. Uses up no retry. */
  | { readonly type: "snooze"; readonly until: Date; readonly write?: OutcomeWrite }
  /** No longer wanted. It never runs again, and nobody is alarmed. */
  | { readonly type: "cancel"; readonly reason: string; readonly write?: OutcomeWrite };

/** One run of a job, as its handler sees it. */
export interface JobRun<Payload> {
  readonly jobId: string;
  /** Raised by each claim, never reset. */
  readonly run: number;
  readonly key: string | null;
  readonly payload: Payload;
  /** The moment that the job was due. */
  readonly scheduledTime: Date;
  /** How many runs of this job failed before. Snoozes, shutdowns and rescues do not count. */
  readonly retryCount: number;
  /**
   * Fires when the lease is lost, the time is up, an operator cancels the job, or the process shuts down. The reason's
   * `code` says which: `JOB_LEASE_LOST`, `JOB_TIMED_OUT`, `JOB_CANCELLED`, `SHUTDOWN`. A handler that then does not return is abandoned after the
   * scheduler's `abortGraceMs`.
   */
  readonly signal: AbortSignal;
}

/**
 * Does the jobs of a type. May be called again for a job whose last run nobody saw end: at least once, never at most
 * once.
 */
export type JobHandler<Payload> = (run: JobRun<Payload>) => Promise<JobOutcome>;

/** When a job is due, and what it means beside others. */
export interface ScheduleOptions {
  /** When it is due. @defaultValue now */
  readonly at?: Date;
  /** At most one job of a type waits per key. @defaultValue none: any number may wait */
  readonly key?: string;
  /**
   * When one with this key waits already: `replace` takes the new time and payload, `keep` leaves the old.
   *
   * @defaultValue `replace`
   */
  readonly mode?: "replace" | "keep";
  /** Makes it part of the caller's transaction. @defaultValue a transaction of its own */
  readonly transaction?: Transaction;
}

/** One of many jobs of a type. */
export interface JobToSchedule<Payload> extends Pick<ScheduleOptions, "at" | "key"> {
  readonly payload: Payload;
}

/** A job that waits. */
export interface ScheduledJob {
  readonly jobId: string;
  readonly scheduledTime: Date;
}

/**
 * `pending` → `running` → `completed`, `failed` or `cancelled`; retry, snooze, rescue and shutdown lead back to
 * `pending`. Every transition, and who makes it, stands in this folder's README.
 */
export type JobStatus = (typeof JOB_STATUSES)[number];

/** All states of a job, in the order of its life. */
export const JOB_STATUSES = ["pending", "running", "completed", "failed", "cancelled"] as const;

/** A job as operators see it. */
export interface JobInspection {
  readonly jobId: string;
  readonly jobType: string;
  readonly key: string | null;
  readonly status: JobStatus;
  readonly scheduledTime: Date;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly completedAt: Date | null;
  readonly errorMessage: string | null;
  /** Why a running job was asked to end by an operator; `null` where it was not. */
  readonly cancelReason: string | null;
  readonly retryCount: number;
  readonly maxRetries: number;
  readonly payload: unknown;
  readonly runs: readonly JobRunRecord[];
}

/** How a run ended, as the history says it. What the job is afterwards is its {@link JobStatus}. */
export type RunStatus =
  "completed" | "retry" | "failed" | "snoozed" | "cancelled" | "timed_out" | "crashed" | "interrupted" | "superseded";

/** One run in the history. */
export interface JobRunRecord {
  readonly run: number;
  readonly status: RunStatus;
  readonly executionTime: Date;
  readonly durationMs: number | null;
  readonly queueDelayMs: number | null;
  readonly worker: string | null;
  readonly errorMessage: string | null;
}
