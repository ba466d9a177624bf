/** How much is measured. */
export interface Sizes {
  readonly repetitions: number;
  /** Whether there is a checkpoint before whatever is timed, so that none comes meanwhile. It takes its time. */
  readonly checkpoints: boolean;
  readonly singleJobs: number;
  readonly bulkJobs: number;
  readonly drainJobs: number;
  /** After this a drain is judged by what it has done. */
  readonly drainLimitMs: number;
  readonly pickUpJobs: number;
  /** Scheduled within less than `leadMs`, so that nothing is scheduled any more when the first is due. */
  readonly aheadJobs: number;
  readonly leadMs: number;
  /** How long after it was due a job may be picked up. */
  readonly pickUpLimitMs: number;
  /** 0: no process is killed. */
  readonly crashJobs: number;
  readonly crashLimitMs: number;
  /** No measurement begins later than this. */
  readonly latestBeginMs: number;
  /** What is under way then is given up. */
  readonly latestEndMs: number;
}

/** Jobs of a bulk call. */
export const CALL_SIZE = 1000;
/** Calls at a time where jobs are scheduled one by one. */
export const CALLS_AT_A_TIME = 10;
/** Between two jobs that are scheduled to be timed: 20 a second. */
export const GAP_MS = 50;

export const LONG: Sizes = {
  repetitions: 5,
  checkpoints: true,
  singleJobs: 5000,
  bulkJobs: 20_000,
  drainJobs: 20_000,
  drainLimitMs: 15_000,
  pickUpJobs: 200,
  aheadJobs: 50,
  leadMs: 3000,
  pickUpLimitMs: 4000,
  crashJobs: 100,
  crashLimitMs: 75_000,
  latestBeginMs: Infinity,
  latestEndMs: Infinity,
};

/** Ends within a minute: once instead of five times, less of everything, and no kill -9. */
export const QUICK: Sizes = {
  repetitions: 1,
  checkpoints: false,
  singleJobs: 500,
  bulkJobs: 5000,
  drainJobs: 3000,
  drainLimitMs: 2200,
  pickUpJobs: 12,
  aheadJobs: 12,
  leadMs: 1000,
  pickUpLimitMs: 2500,
  crashJobs: 0,
  crashLimitMs: 0,
  latestBeginMs: 47_000,
  latestEndMs: 54_000,
};
