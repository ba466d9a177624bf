/** The schedules that a process can fire. */
export interface CronReach {
  readonly jobTypes: readonly string[];
  /** What this process could not read; see `cron-memory.ts`. */
  readonly unreadable: readonly string[];
}
