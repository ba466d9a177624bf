import { RekindleError } from "../kernel/index.ts";
import type { JobStatus } from "./job-types.ts";

/** There is no job of this id, or no longer: finished ones are pruned. */
export class JobNotFoundError extends RekindleError {
  readonly code = "JOB_NOT_FOUND";
  readonly jobId: string;

  constructor(jobId: string) {
    super(`there is no job ${jobId}`);
    this.jobId = jobId;
  }
}

/** What was asked for cannot be done with a job in this state. Nothing was changed. */
export class JobStateError extends RekindleError {
  readonly code = "JOB_STATE";
  readonly jobId: string;
  /** The state that the database found. */
  readonly found: JobStatus;
  /** The states from which it can be done. */
  readonly allowed: readonly JobStatus[];

  constructor({ jobId, found, allowed, what }: JobStateFacts) {
    super(`job ${jobId} is ${found}: only a ${allowed.join(" or ")} job can be ${what}`);
    this.jobId = jobId;
    this.found = found;
    this.allowed = allowed;
  }
}

interface JobStateFacts {
  readonly jobId: string;
  readonly found: JobStatus;
  readonly allowed: readonly JobStatus[];
  /** In a participle: `retried`. */
  readonly what: string;
}

/** A job cannot be retried, because another one of its type and key waits, or a newer one runs. Nothing was changed. */
export class JobSupersededError extends RekindleError {
  readonly code = "JOB_SUPERSEDED";
  readonly jobId: string;
  /** The job in its place; `null` where it came at this very moment. */
  readonly otherJobId: string | null;

  constructor(jobId: string, otherJobId: string | null, options?: ErrorOptions) {
    const other = otherJobId === null ? "another job" : `job ${otherJobId}`;
    super(`job ${jobId} is not retried: ${other} of the same type and key waits or runs`, options);
    this.jobId = jobId;
    this.otherJobId = otherJobId;
  }
}

/** What of an operator's request can be refused. */
export type JobOperationField =
  "jobId" | "jobType" | "reason" | "at" | "status" | "type" | "key" | "limit" | "before" | "finishedBefore";

/** An operator's request that cannot be meant. The database was not asked. */
export class InvalidJobOperationError extends RekindleError {
  readonly code = "JOB_OPERATION_INVALID";
  readonly field: JobOperationField;

  constructor(field: JobOperationField, rule: string) {
    super(`${field} must be ${rule}`);
    this.field = field;
  }
}
