import { beforeAll, beforeEach, expect, onTestFinished } from "vitest";
import { z } from "zod";

import {
  type Database,
  manualTime,
  type ManualTime,
  migrate,
  type Statement,
  statement,
} from "../../src/database/index.ts";
import type { OpenDatabase } from "../../src/database/testing/index.ts";
import {
  type Logger,
  type Random,
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../src/kernel/index.ts";
import {
  createScheduler,
  type RunStatus,
  SCHEDULER_MIGRATION_SEQUENCE,
  type Scheduler,
  type SchedulerEvents,
  schedulerMigrations,
  type SchedulerOptions,
} from "../../src/scheduler/index.ts";

/** Where the tests' clock stands at the beginning of each test. */
export const START = new Date("2030-03-01T12:00:00Z");

/** One database for a suite, with the scheduler's tables, empty before each test, and a clock that stands still. */
export interface Bench {
  readonly database: Database;
  readonly time: ManualTime;
  /** A scheduler that is stopped after the test, at once. */
  makeScheduler(options?: SchedulerOptions, parts?: Partial<OtherParts>): Scheduler;
  /** Runs a text of statements. */
  script(sql: string): Promise<void>;
  /** Runs a select that returns one column called `value`, a text. */
  values(sql: string): Promise<readonly string[]>;
}

interface OtherParts {
  readonly database: Database;
  readonly logger: Logger;
  readonly random: Random;
}

export function useBench(open: OpenDatabase): Bench {
  let opened: Database | undefined;
  let time = manualTime(START);

  function database(): Database {
    if (opened === undefined) {
      throw new Error("the database is opened before the first test");
    }
    return opened;
  }

  const script = (sql: string): Promise<void> => database().transaction((transaction) => transaction.script(sql));

  beforeAll(async () => {
    opened = await open({ migrations: [{ sequence: "scheduler", migrations: await schedulerMigrations() }] });
  });
  beforeEach(async () => {
    time = manualTime(START);
    database().timeSource = time;
    await script("truncate scheduled_jobs, job_execution_history, paused_job_types restart identity");
  });

  return {
    get database() {
      return database();
    },
    get time() {
      return time;
    },
    script,
    makeScheduler: (options = {}, parts = {}) => {
      const scheduler = createScheduler({
        database: database(),
        ids: timeOrderedIds(systemClock, systemRandom),
        random: seededRandom(1),
        logger: silentLogger,
        options: { shutdownGraceMs: 0, abortGraceMs: 50, ...options },
        ...parts,
      });
      onTestFinished(() => scheduler.stop());
      return scheduler;
    },
    values: async (sql) => {
      const rows = await database().run(selectValues(sql));
      return rows.map((row) => row.value);
    },
  };
}

// A statement's name stands for its text.
const known = new Map<string, Statement<{ readonly value: string }>>();

function selectValues(sql: string): Statement<{ readonly value: string }> {
  const made = known.get(sql) ?? statement<{ readonly value: string }>(`test-values-${known.size}`, ["value"], sql);
  known.set(sql, made);
  return made;
}

/** Brings a database of the test's own to the scheduler's schema. */
export async function migrateScheduler(database: Database): Promise<void> {
  const migrations = await schedulerMigrations();
  await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
}

/** A job type with a number in its payload, whose retries are due after exactly an hour. */
export const countJob = {
  name: "count",
  payload: z.object({ number: z.number() }),
  retry: { type: "fixed", delayMs: 3_600_000 },
} as const;

export type RunEnded = SchedulerEvents["job:run-ended"];

/** Resolves with the next end of a run, or the next of that status. Ask before it can happen. */
export function nextRunEnd(scheduler: Scheduler, status?: RunStatus): Promise<RunEnded> {
  return new Promise((resolve) => {
    const unsubscribe = scheduler.on("job:run-ended", (event) => {
      if (status === undefined || event.status === status) {
        unsubscribe();
        resolve(event);
      }
    });
  });
}

/** Resolves with the next event of that name. Ask before it can happen. */
export function nextEvent<Name extends keyof SchedulerEvents>(
  scheduler: Scheduler,
  name: Name,
): Promise<SchedulerEvents[Name]> {
  return new Promise((resolve) => {
    const unsubscribe = scheduler.on(name, (event) => {
      unsubscribe();
      resolve(event);
    });
  });
}

/** A place where a handler waits until the test lets it go. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { passed: promise, open: () => resolve(undefined) };
}

/** Resolves with the signal's reason when it has fired. */
export function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(signal.reason);
    }
    signal.addEventListener("abort", () => resolve(signal.reason), { once: true });
  });
}

/** What the history says of a job, in the order of its runs. */
export async function statusesOf(scheduler: Scheduler, jobId: string): Promise<readonly RunStatus[]> {
  const job = await scheduler.inspect(jobId);
  return (job?.runs ?? []).map((run) => run.status);
}

/** Matches every text that holds `part`. */
export function textWith(part: string): unknown {
  return expect.stringContaining(part);
}
