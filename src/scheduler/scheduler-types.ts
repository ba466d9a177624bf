import type { Service, Subscribe } from "../kernel/index.ts";
import type { Transaction } from "../database/index.ts";
import type { CronSchedules } from "./cron/cron-types.ts";
import type { JobOperations, OperatorAction } from "./job-operations-types.ts";
import type {
  JobHandler,
  JobStatus,
  JobToSchedule,
  JobType,
  RunStatus,
  ScheduledJob,
  ScheduleOptions,
} from "./job-types.ts";

/** What the scheduler tells, each after the commit that it speaks of. */
export interface SchedulerEvents {
  /**
   * A run ended and its end was recorded. `jobStatus` is what the job is now: a `retry` that leads to `failed` was the
   * last, a `crashed` that leads to `failed` is a quarantine. `durationMs` is `null` where nobody saw the end
   * (`crashed`).
   */
  readonly "job:run-ended": {
    readonly jobId: string;
    readonly jobType: string;
    readonly run: number;
    readonly status: RunStatus;
    readonly jobStatus: JobStatus;
    readonly durationMs: number | null;
    readonly error: Error | null;
  };
  /** A run came to its end but its lease was somebody else's by then: nothing was written. */
  readonly "job:lease-lost": { readonly jobId: string; readonly jobType: string; readonly run: number };
  /**
   * Jobs are due, or slots of cron schedules have come, of a type that no handler here knows. They wait. Told once per
   * type and start.
   */
  readonly "job:unknown-type": { readonly jobType: string };
  /** A slot of a cron schedule made a job, which is due at once. `lateByMs` is how long after the slot that was. */
  readonly "cron:fired": {
    readonly name: string;
    readonly slot: Date;
    readonly jobId: string;
    readonly lateByMs: number;
  };
  /**
   * A slot of a cron schedule made no job, or all from `slot` to `lastSlot` made none. `overlap`: a job of the schedule
   * still waits or runs. `missed`: they passed while no process looked. `unreadable`: this process cannot read the
   * expression or does not know the zone; it leaves the schedule to others, and tells it once.
   */
  readonly "cron:skipped": {
    readonly name: string;
    readonly slot: Date;
    readonly lastSlot: Date;
    readonly reason: "overlap" | "missed" | "unreadable";
  };
  /**
   * An operator changed a job, or (`pause`, `resume`: `jobId` is `null`) all jobs of a type. Told only where something was
   * changed. `detail` is the reason of a `cancel`, and the moment that a job is due after `retry`, `run_now` and `reschedule`.
   */
  readonly "job:operated": {
    readonly action: OperatorAction;
    readonly jobId: string | null;
    readonly jobType: string;
    readonly detail: string | null;
  };
}

/** The durable job scheduler: at least once, at most one live lease per job. Knows jobs, not people. */
export interface Scheduler extends Service, JobOperations {
  readonly on: Subscribe<SchedulerEvents>;
  /** Jobs that come again and again. */
  readonly cron: CronSchedules;
  /** Tells the scheduler who does the jobs of a type. Before `start()`; a type twice throws `JOB_TYPE_REGISTERED`. */
  register<Payload>(type: JobType<Payload>, handler: JobHandler<Payload>): void;
  /** Stores a job. With `options.transaction` it is there if and only if that transaction commits. */
  schedule<Payload>(type: JobType<Payload>, payload: Payload, options?: ScheduleOptions): Promise<ScheduledJob>;
  /**
   * Stores many jobs of a type, all or none, with one statement per 1,000. What comes back is in their order. Of several
   * with one key the last one counts, with `keep` the first.
   */
  scheduleMany<Payload>(
    type: JobType<Payload>,
    jobs: readonly JobToSchedule<Payload>[],
    options?: Pick<ScheduleOptions, "mode" | "transaction">,
  ): Promise<readonly ScheduledJob[]>;
  /** The job of this type and key that waits, if any; its row is locked until the transaction ends. */
  findPending(transaction: Transaction, type: { readonly name: string }, key: string): Promise<ScheduledJob | null>;
  /** Cancels the waiting job of this type and key. `false` when none waits. A run in progress goes on. */
  cancelPending(
    transaction: Transaction,
    type: { readonly name: string },
    options: { readonly key: string; readonly reason: string },
  ): Promise<boolean>;
  /**
   * Runs a job here, ahead of its moment, as soon as a place is free: for whoever has another way than the database to say which job
   * goes next. Only a job that still waits for just that moment: `false` where it was moved, cancelled or claimed since, its type is
   * paused or unknown here, this process claims nothing, or the database is away. Resolves once that is certain, not when the run ends. Never rejects.
   */
  runHere(type: { readonly name: string }, job: ScheduledJob): Promise<boolean>;
  /** The earliest moment at which a job of a known type is due, or a slot of a cron schedule makes one; `null`: none. */
  nextDue(): Promise<Date | null>;
  /**
   * Looks at once, runs what is due, and resolves when no known job is due and none is running, here or in another
   * process; jobs that those runs schedule count too. For tests and for a clock that is wound. Never to be awaited by a
   * handler.
   *
   * @throws SchedulerNotRunningError where it is not started, or is stopped meanwhile. With `claims: false` it resolves
   * at once.
   */
  settle(): Promise<void>;
}
