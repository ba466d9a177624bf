import type { Transaction } from "../database/index.ts";
import type { JobInspection, JobStatus, ScheduledJob } from "./job-types.ts";

/**
 * What operators do with jobs. All of it works without a start, and in any process: the database decides between two who
 * act on one job at the same time. What cannot be (an id with a NUL, a limit of 0, a moment that is none) is refused with
 * `JOB_OPERATION_INVALID` before the database is asked.
 */
export interface JobOperations {
  /** A job with all its runs that are still in the history; `null` where there is none of this id. */
  inspect(jobId: string): Promise<JobInspection | null>;

  /** A page of jobs, the newest first. */
  list(options: JobListOptions): Promise<readonly JobSummary[]>;

  /**
   * A pending job is `cancelled` when this returns. A running one is `cancelling`: its handler is told, in whichever
   * process it runs, and the job ends as cancelled, unless that very run completes or fails it first. A second call
   * changes nothing, the first reason stays.
   *
   * @throws JobNotFoundError; JobStateError where it is finished.
   */
  cancel(jobId: string, reason: string, options?: JobOperationOptions): Promise<"cancelled" | "cancelling">;

  /**
   * A failed or cancelled job is due now, with a clean record. Its runs stay in the history, and their numbers go on.
   *
   * @throws JobNotFoundError; JobStateError; JobSupersededError. After the last, a caller's own transaction must be rolled
   * back, as it is when the error leaves it.
   */
  retry(jobId: string, options?: JobOperationOptions): Promise<ScheduledJob>;

  /**
   * A pending job is due now; one that was due already keeps its moment, and so its place in the line.
   *
   * @throws JobNotFoundError, JobStateError.
   */
  runNow(jobId: string, options?: JobOperationOptions): Promise<ScheduledJob>;

  /**
   * A pending job is due at another moment, sooner or later than before.
   *
   * @throws JobNotFoundError, JobStateError.
   */
  reschedule(jobId: string, at: Date, options?: JobOperationOptions): Promise<ScheduledJob>;

  /**
   * The jobs of this type wait, in all processes, from the next claim on; runs in progress go on. Stored, so it outlives
   * every process. May be a type that nobody knows yet. Doing it twice changes nothing.
   */
  pause(jobType: string): Promise<void>;

  /** Ends a pause. What became due meanwhile is due at once. Doing it twice changes nothing. */
  resume(jobType: string): Promise<void>;

  /** In the order of their names. */
  pausedTypes(): Promise<readonly PausedType[]>;

  /** Reads all jobs and the history of a day: for people and dashboards, not for a loop. */
  statistics(): Promise<SchedulerStatistics>;

  /** Deletes finished jobs and history that ended before the moment given, in batches. Says how many jobs went. */
  prune(finishedBefore: Date, options?: PruneOptions): Promise<number>;
}

/** Whose transaction an operation is part of. */
export interface JobOperationOptions {
  /** @defaultValue a transaction of its own */
  readonly transaction?: Transaction;
}

/** Which jobs to list. The filters can be combined. */
export interface JobListOptions {
  /** @defaultValue every state */
  readonly status?: JobStatus;
  /** @defaultValue every type */
  readonly type?: string;
  /** @defaultValue with any key, or none */
  readonly key?: string;
  /** How many at most: 1 to 1,000. */
  readonly limit: number;
  /** The id of the last job of the page before. @defaultValue none: the first page */
  readonly before?: string;
}

/** A job in a list. */
export type JobSummary = Omit<JobInspection, "runs">;

/** A type whose jobs wait until somebody resumes it. */
export interface PausedType {
  readonly jobType: string;
  readonly pausedAt: Date;
}

/** How to prune. */
export interface PruneOptions {
  /** Ends it between two batches. What is deleted stays deleted. @defaultValue none */
  readonly signal?: AbortSignal;
  /** Called after each batch with what went so far. @defaultValue none */
  readonly onProgress?: (soFar: { readonly jobs: number; readonly runs: number }) => void;
}

/** Numbers over all jobs and runs that are still stored. */
export interface SchedulerStatistics {
  /** How many jobs there are of each type and state; only combinations that occur. */
  readonly counts: readonly { readonly jobType: string; readonly status: JobStatus; readonly count: number }[];
  /** The earliest pending moment over the types that this process knows; `null` when nothing waits. */
  readonly nextDue: Date | null;
  /** Types that wait in the table and that no handler of this process knows. */
  readonly unknownTypes: readonly string[];
  /** The pending job that is overdue for the longest, of any type that is not paused; `null` when none is overdue. */
  readonly oldestDue: { readonly jobType: string; readonly scheduledTime: Date } | null;
  /** Types whose jobs wait until somebody resumes them. */
  readonly paused: readonly string[];
  /** The 24 hours before now. */
  readonly lastDay: {
    /** Runs that completed their job. */
    readonly completed: number;
    /** Jobs that failed for good. */
    readonly failed: number;
    /** Runs that ended with an error or a time-out. */
    readonly retried: number;
    /** In the order of their names. */
    readonly types: readonly TypeStatistics[];
  };
}

/**
 * The runs of one type that began in the 24 hours before now. Rates are shares, 0 to 1, of the runs that did or did not do
 * their work: `completed`, `retry`, `failed`, `timed_out`, `crashed`. What was snoozed, cancelled, interrupted or superseded
 * says nothing about either. `null`: no run to tell by.
 */
export interface TypeStatistics {
  readonly jobType: string;
  /** However they ended. */
  readonly runs: number;
  /** The share that completed their job. */
  readonly successRate: number | null;
  /** The share that asked for another try: `retry`, `timed_out`, `crashed`. */
  readonly retryRate: number | null;
  /** From the moment that a job was due until its run began. */
  readonly medianDelayMs: number | null;
  readonly p95DelayMs: number | null;
  /** From a run's begin to its end, where somebody saw it. */
  readonly medianDurationMs: number | null;
  readonly p95DurationMs: number | null;
}

/** What an operator did, as events name it. */
export type OperatorAction = "cancel" | "retry" | "run_now" | "reschedule" | "pause" | "resume";

/** What an operator changed, told after the commit: whoever sleeps, or runs the job, may have to act on it. */
export type OperatorChange =
  /** A job is due at this moment, which may have passed. */
  | { readonly type: "due"; readonly jobType: string; readonly moment: Date }
  /** A running job was asked to end. */
  | { readonly type: "cancel"; readonly jobId: string; readonly jobType: string }
  /** From the next claim on, jobs of this type wait. */
  | { readonly type: "paused"; readonly jobType: string }
  /** Jobs of this type may be due, since whenever. */
  | { readonly type: "resumed"; readonly jobType: string };
