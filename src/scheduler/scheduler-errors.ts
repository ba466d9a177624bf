import { RekindleError } from "../kernel/index.ts";

/** What of a request or of a job type can be refused. */
export type JobField = "type" | "payload" | "key" | "at" | "maxRetries" | "retry" | "timeoutMs" | "concurrency";

/** A job or a job type that was not accepted: nothing was stored. */
export class InvalidJobError extends RekindleError {
  readonly code = "JOB_INVALID";
  readonly jobType: string;
  readonly field: JobField;
  /** What the payload's schema found, where it was the payload. Paths and rules, as the schema's library words them. */
  readonly issues: readonly string[];

  constructor({ jobType, field, rule, issues = [] }: InvalidJobFacts, options?: ErrorOptions) {
    super(`${field} of a job of type "${jobType.slice(0, 100)}" ${rule}`, options);
    this.jobType = jobType;
    this.field = field;
    this.issues = issues;
  }
}

interface InvalidJobFacts {
  readonly jobType: string;
  readonly field: JobField;
  readonly rule: string;
  readonly issues?: readonly string[];
}

/** A job type was registered twice. */
export class JobTypeRegisteredError extends RekindleError {
  readonly code = "JOB_TYPE_REGISTERED";
  readonly jobType: string;

  constructor(jobType: string) {
    super(`job type "${jobType}" is registered already`);
    this.jobType = jobType;
  }
}

/** A job type was registered while the scheduler runs: jobs of it might have been reported as unknown. */
export class SchedulerStartedError extends RekindleError {
  readonly code = "SCHEDULER_STARTED";

  constructor() {
    super("job types are registered before start()");
  }
}

/** Something was asked for that only a running scheduler can do, or it was stopped meanwhile. */
export class SchedulerNotRunningError extends RekindleError {
  readonly code = "SCHEDULER_NOT_RUNNING";

  constructor() {
    super("the scheduler is not running");
  }
}

/** The reason of a run's signal: somebody else may run the job now. Whatever this run ends with is not recorded. */
export class JobLeaseLostError extends RekindleError {
  readonly code = "JOB_LEASE_LOST";

  constructor() {
    super("the lease of this run is lost");
  }
}

/** The reason of a run's signal: an operator cancelled the job. However the handler then ends, unless it completes, so does the job. */
export class JobCancelledError extends RekindleError {
  readonly code = "JOB_CANCELLED";
  readonly reason: string;

  constructor(reason: string) {
    super(`the job was cancelled: ${reason}`);
    this.reason = reason;
  }
}

/** The reason of a run's signal: it took longer than its type allows. */
export class JobTimedOutError extends RekindleError {
  readonly code = "JOB_TIMED_OUT";
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`the run took longer than ${timeoutMs} ms`);
    this.timeoutMs = timeoutMs;
  }
}

/** The reason of a run's signal: the process shuts down. The job goes back without blame. */
export class ShutdownError extends RekindleError {
  readonly code = "SHUTDOWN";

  constructor() {
    super("the scheduler shuts down");
  }
}

/** In the history: a job that was claimed ahead went back before its handler was called, because its turn did not come soon enough. */
export class NotStartedError extends RekindleError {
  readonly code = "JOB_NOT_STARTED";

  constructor() {
    super("the job was claimed ahead and given back before its turn");
  }
}

/** A handler returned something that is no outcome. Counts as a failure. */
export class UnknownOutcomeError extends RekindleError {
  readonly code = "JOB_OUTCOME_UNKNOWN";

  constructor(what: string) {
    super(`the handler's outcome is unknown: ${what}`);
  }
}

/** A stored payload no longer fits the schema of its type. The job fails at once: trying again would change nothing. */
export class PayloadMismatchError extends RekindleError {
  readonly code = "JOB_PAYLOAD_MISMATCH";
  readonly issues: readonly string[];

  constructor(issues: readonly string[]) {
    super(`the stored payload does not fit the schema: ${issues.join("; ")}`);
    this.issues = issues;
  }
}
