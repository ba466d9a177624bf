export { createPoolScheduler, type PoolSchedulerOptions, type SchedulerHome } from "./create-pool-scheduler.ts";
export { createScheduler, type SchedulerParts } from "./create-scheduler.ts";
export { type CronField, CronInvalidError, CronNotFoundError } from "./cron/cron-errors.ts";
export type { CronCatchUp, CronDefinition, CronOverlap, CronSchedule, CronSchedules } from "./cron/cron-types.ts";
export {
  InvalidJobOperationError,
  JobNotFoundError,
  type JobOperationField,
  JobStateError,
  JobSupersededError,
} from "./job-operations-errors.ts";
export type {
  JobListOptions,
  JobOperationOptions,
  JobOperations,
  JobSummary,
  OperatorAction,
  PausedType,
  PruneOptions,
  SchedulerStatistics,
  TypeStatistics,
} from "./job-operations-types.ts";
export { JOB_STATUSES } from "./job-types.ts";
export type {
  JobHandler,
  JobInspection,
  JobOutcome,
  JobRun,
  JobRunRecord,
  JobStatus,
  JobToSchedule,
  JobType,
  OutcomeWrite,
  RetryPolicy,
  RunStatus,
  ScheduledJob,
  ScheduleOptions,
} from "./job-types.ts";
export {
  InvalidJobError,
  JobCancelledError,
  type JobField,
  JobLeaseLostError,
  JobTimedOutError,
  JobTypeRegisteredError,
  NotStartedError,
  PayloadMismatchError,
  SchedulerNotRunningError,
  SchedulerStartedError,
  ShutdownError,
  UnknownOutcomeError,
} from "./scheduler-errors.ts";
export {
  InvalidSchedulerOptionError,
  type ResolvedSchedulerOptions,
  resolveSchedulerOptions,
  SCHEDULER_DEFAULTS,
  type SchedulerOptions,
} from "./scheduler-options.ts";
export type { Scheduler, SchedulerEvents } from "./scheduler-types.ts";
export {
  SCHEDULER_MIGRATION_SEQUENCE,
  SCHEDULER_MIGRATIONS_FOLDER,
  schedulerMigrations,
} from "./scheduler-migrations.ts";
