import { isDeepStrictEqual } from "node:util";

import { type Database, manualTime, migrate, openEmbeddedDatabase } from "../../database/index.ts";
import {
  addMs,
  RekindleError,
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../kernel/index.ts";
import { assembleScheduler } from "../create-scheduler.ts";
import type { JobInspection, JobType, ScheduledJob } from "../job-types.ts";
import { SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../scheduler-migrations.ts";
import type { Scheduler, SchedulerEvents } from "../scheduler-types.ts";
import { workOne } from "../work-one.ts";

/** What a test may choose. All of it has defaults. */
export interface TestSchedulerOptions {
  /** Where the clock stands at first. @defaultValue 2030-01-01T00:00:00Z */
  readonly start?: Date;
  /**
   * Where the jobs are kept, if the test has a database of its own, as for jobs that are part of its transactions. Its
   * clock is replaced; it is not closed.
   *
   * @defaultValue one in memory, gone at `close()`
   */
  readonly database?: Database;
}

/** How a run ended: {@link SchedulerEvents}. */
export type EndedRun = SchedulerEvents["job:run-ended"];

/** A job that waits, as a test looks at it. */
export interface WaitingTestJob<Payload> extends ScheduledJob {
  readonly key: string | null;
  readonly payload: Payload;
}

/** What a test expects of a waiting job. What is left out may be anything. */
export interface ExpectedJob<Payload> {
  readonly key?: string;
  /** Compared as a whole. */
  readonly payload?: Payload;
  readonly at?: Date;
}

/**
 * A scheduler for the tests of handlers: a real database, a clock that stands still until it is wound, and nothing that
 * runs by itself. Register handlers on `scheduler`, schedule, and let it work.
 */
export interface TestScheduler {
  readonly scheduler: Scheduler;
  now(): Date;
  /** Runs the one job that is due for longest. `null`: none is due. */
  workOne(): Promise<JobInspection | null>;
  /** Runs all that is due, and what that schedules for now, and says how each run ended, in that order. */
  drain(): Promise<readonly EndedRun[]>;
  /** Winds the clock on, and runs each job at its own moment on the way. */
  advance(ms: number): Promise<readonly EndedRun[]>;
  /** The jobs of a type that wait, the next one first. */
  waiting<Payload>(type: JobType<Payload>): Promise<readonly WaitingTestJob<Payload>[]>;
  /**
   * The one waiting job of a type that is as expected.
   *
   * @throws NotScheduledError when there is none, or more than one; it says what waits instead.
   */
  expectScheduled<Payload>(type: JobType<Payload>, expected?: ExpectedJob<Payload>): Promise<WaitingTestJob<Payload>>;
  close(): Promise<void>;
}

/** A test expected a job to wait, and it does not, or more than one does. */
export class NotScheduledError extends RekindleError {
  readonly code = "JOB_NOT_SCHEDULED";
  readonly jobType: string;
  /** The jobs of the type that wait instead. */
  readonly waiting: readonly WaitingTestJob<unknown>[];

  constructor(jobType: string, found: number, waiting: readonly WaitingTestJob<unknown>[]) {
    const instead = waiting.length === 0 ? "none of the type waits" : `there wait: ${JSON.stringify(waiting)}`;
    super(`expected one waiting job of type "${jobType}" like that, found ${found}; ${instead}`);
    this.jobType = jobType;
    this.waiting = waiting;
  }
}

const MOST_WAITING = 1_000;
const DEFAULT_START = "2030-01-01T00:00:00Z";

/** Opens a scheduler for a test. To be closed after it. */
export async function openTestScheduler(options: TestSchedulerOptions = {}): Promise<TestScheduler> {
  const database = options.database ?? (await openEmbeddedDatabase({ folder: null, logger: silentLogger }));
  const migrations = await schedulerMigrations();
  await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
  const time = manualTime(options.start ?? new Date(DEFAULT_START));
  database.timeSource = time;
  const { scheduler, context } = assembleScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: seededRandom(1),
    logger: silentLogger,
  });
  let now = options.start ?? new Date(DEFAULT_START);

  async function drain(): Promise<readonly EndedRun[]> {
    const ended: EndedRun[] = [];
    const unsubscribe = scheduler.on("job:run-ended", (run) => ended.push(run));
    try {
      await scheduler.start();
      await scheduler.settle();
    } finally {
      await scheduler.stop();
      unsubscribe();
    }
    return ended;
  }

  function windTo(moment: Date): void {
    now = moment;
    time.set(moment);
  }

  return {
    scheduler,
    now: () => now,
    workOne: async () => {
      const jobId = await workOne(context);
      return jobId === null ? null : scheduler.inspect(jobId);
    },
    drain,
    advance: async (ms) => {
      const target = addMs(now, ms);
      const ended: EndedRun[] = [...(await drain())];
      for (let next = await scheduler.nextDue(); next !== null && next <= target; next = await scheduler.nextDue()) {
        windTo(next);
        ended.push(...(await drain()));
      }
      windTo(target);
      return ended;
    },
    waiting: (type) => waitingJobs(scheduler, type),
    expectScheduled: (type, expected) => expectScheduled(scheduler, type, expected),
    close: async () => {
      await scheduler.stop();
      await (options.database === undefined ? database.close() : undefined);
    },
  };
}

async function waitingJobs<Payload>(
  scheduler: Scheduler,
  type: JobType<Payload>,
): Promise<readonly WaitingTestJob<Payload>[]> {
  const jobs = await scheduler.list({ status: "pending", type: type.name, limit: MOST_WAITING });
  return jobs
    .map(({ jobId, key, scheduledTime, payload }) => ({ jobId, key, scheduledTime, payload: payload as Payload })) // it passed the type's schema when it was stored
    .toSorted((first, second) => first.scheduledTime.getTime() - second.scheduledTime.getTime());
}

async function expectScheduled<Payload>(
  scheduler: Scheduler,
  type: JobType<Payload>,
  { key, payload, at }: ExpectedJob<Payload> = {},
): Promise<WaitingTestJob<Payload>> {
  const waiting = await waitingJobs(scheduler, type);
  const found = waiting.filter(
    (job) =>
      (key === undefined || job.key === key) &&
      (payload === undefined || isDeepStrictEqual(job.payload, payload)) &&
      (at === undefined || job.scheduledTime.getTime() === at.getTime()),
  );
  const [job] = found;
  if (job === undefined || found.length > 1) {
    throw new NotScheduledError(type.name, found.length, waiting);
  }
  return job;
}
