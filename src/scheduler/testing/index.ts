export {
  type EndedRun,
  type ExpectedJob,
  NotScheduledError,
  openTestScheduler,
  type TestScheduler,
  type TestSchedulerOptions,
  type WaitingTestJob,
} from "./test-scheduler.ts";
