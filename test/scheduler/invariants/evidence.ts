import type { Act, HandlerLine } from "./jobs.ts";

/** All that is known after a chaos: from the requester, the workers, and the database. */
export interface Evidence {
  /** In the order in which they were made. */
  readonly requests: readonly RequestRecord[];
  /** What an operator did meanwhile, in this order. */
  readonly operations: readonly OperationRecord[];
  /** Every change of a job's row, as a trigger saw it, in the order of the changes of any one job or key. */
  readonly changes: readonly Change[];
  readonly jobs: readonly FinalJob[];
  readonly history: readonly FinalRun[];
  /** What handlers wrote with the ends of their runs. */
  readonly effects: readonly { readonly jobId: string; readonly run: number; readonly number: number }[];
  readonly handlers: readonly HandlerReport[];
  /** When the processes of the handlers ended, by worker. */
  readonly deaths: ReadonlyMap<number, number>;
}

export type RequestKind = "replace" | "keep" | "cancel" | "rolled-back";

/** Something that was asked of the scheduler. A transaction with two requests in it makes two records. */
export interface RequestRecord {
  readonly kind: RequestKind;
  readonly jobType: string;
  readonly key: string | null;
  /** A job's payload has it; a cancellation has one too, which stands nowhere else. */
  readonly number: number;
  readonly act: Act | null;
  /**
   * `acknowledged`: it is so. `unknown`: the answer was lost with the database, and it may be so. `refused`: it was rolled
   * back on purpose.
   */
  readonly result: "acknowledged" | "unknown" | "refused";
  /** Of the job that came back, where it was acknowledged; for a cancellation, of none. */
  readonly jobId: string | null;
  /** For an acknowledged cancellation: whether one waited. */
  readonly cancelled: boolean | null;
}

export type OperationKind = "cancel" | "retry" | "run-now" | "reschedule" | "pause" | "resume";

/** Something that an operator did. Moments are microseconds since 1970 by the host's clock, which is the database's. */
export interface OperationRecord {
  readonly kind: OperationKind;
  /** A job's id; to pause and to resume, a job type. */
  readonly subject: string;
  /** `refused`: it could not be done with a job in that state, and was not. */
  readonly result: "acknowledged" | "unknown" | "refused";
  /** What the scheduler answered: to `cancel` which of the two, to what it refused the code of the error. */
  readonly answer: string | null;
  readonly askedUs: number;
  readonly answeredUs: number;
}

/** The reasons that are given for a cancellation. */
export const REASON = { requester: "no longer wanted", operator: "an operator says so" } as const;

/** A row before or after a change. Moments are microseconds since 1970 by the database's clock. */
export interface RowState {
  readonly status: string;
  readonly run: number;
  readonly leaseToken: string | null;
  readonly leaseUntilUs: number | null;
  readonly dueUs: number;
  readonly request: number;
  readonly number: number;
  readonly crashes: number;
  /** For what was cancelled: why. */
  readonly reason: string | null;
}

export interface Change {
  readonly id: number;
  readonly atUs: number;
  readonly jobId: string;
  readonly jobType: string;
  readonly key: string | null;
  readonly before: RowState | null;
  readonly after: RowState | null;
}

export interface FinalJob {
  readonly jobId: string;
  readonly jobType: string;
  readonly key: string | null;
  readonly status: string;
  readonly run: number;
  readonly retryCount: number;
  readonly maxRetries: number;
  readonly crashes: number;
  readonly errorMessage: string | null;
  readonly number: number;
  readonly act: Act;
}

export interface FinalRun {
  readonly jobId: string;
  readonly run: number;
  readonly status: string;
  readonly errorMessage: string | null;
}

export interface HandlerReport extends HandlerLine {
  readonly worker: number;
}

/** A promise that was broken: which one, with what it is about and what happened. */
export interface Breach {
  readonly rule: string;
  /** A job's id, or `type/key`. */
  readonly subject: string;
  readonly words: string;
}
