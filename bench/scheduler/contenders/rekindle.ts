import { z } from "zod";

import {
  type Database,
  migrate,
  openEmbeddedDatabase,
  openServerDatabase,
  statement,
} from "../../../src/database/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../../src/kernel/index.ts";
import {
  createScheduler,
  SCHEDULER_MIGRATION_SEQUENCE,
  schedulerMigrations,
  type SchedulerOptions,
} from "../../../src/scheduler/index.ts";
import type { Contender, NewJob, Payload, Session, StoredJobs, Tuning } from "../contender.ts";

const jobType = {
  name: "bench",
  payload: z.object({ number: z.number(), momentMs: z.number() }),
  timeoutMs: 3_600_000,
};

const OPTIONS: Readonly<Record<Tuning["purpose"], Readonly<Record<Tuning["settings"], SchedulerOptions>>>> = {
  throughput: { best: { concurrency: 4000, batchSize: 2000 }, default: {} },
  "pick-up": { best: {}, default: {} },
  recovery: { best: { concurrency: 100, leaseMs: 5000, heartbeatMs: 1000 }, default: { concurrency: 100 } },
};

const SETTINGS: Contender["settings"] = {
  throughput: { best: "concurrency 4,000, batchSize 2,000", default: "defaults" },
  "pick-up": { best: "defaults", default: "defaults" },
  recovery: { best: "leaseMs 5,000, heartbeatMs 1,000, concurrency 100", default: "leaseMs 30,000; concurrency 100" },
};

/** The scheduler of this repository on a PostgreSQL server. */
export const rekindle: Contender = {
  id: "rekindle",
  title: "Rekindle",
  isPeer: false,
  store: "postgresql",
  settings: SETTINGS,
  prepare: async (address) => {
    const database = await openServerDatabase({ url: address, logger: silentLogger });
    await migrateScheduler(database);
    await database.close();
  },
  open: async (address, { purpose, settings }) => {
    const database = await openServerDatabase({ url: address, logger: silentLogger });
    return openSession(database, OPTIONS[purpose][settings]);
  },
};

/** The same on the database that is built in. */
export const rekindleEmbedded: Contender = {
  id: "rekindle-embedded",
  title: "Rekindle embedded",
  isPeer: false,
  store: "embedded",
  settings: SETTINGS,
  prepare: () => Promise.resolve(),
  open: async (address, { purpose, settings }) => {
    const database = await openEmbeddedDatabase({ folder: address, logger: silentLogger });
    await migrateScheduler(database);
    return openSession(database, { ...OPTIONS[purpose][settings], soleOwner: true });
  },
};

async function migrateScheduler(database: Database): Promise<void> {
  const migrations = await schedulerMigrations();
  await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
}

function openSession(database: Database, options: SchedulerOptions): Session {
  const scheduler = createScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
    options,
  });
  const scheduleMany = findScheduleMany(scheduler);

  return {
    scheduleOne: async ({ payload, at }) => {
      await scheduler.schedule(jobType, payload, at === null ? {} : { at });
    },
    scheduleMany:
      scheduleMany === null
        ? null
        : async (jobs: readonly NewJob[]) => {
            await scheduleMany(
              jobType,
              jobs.map(({ payload, at }) => (at === null ? { payload } : { payload, at })),
            );
          },
    startWork: async (work) => {
      scheduler.register(jobType, async ({ payload }) => {
        await work(payload);
        return { type: "completed" };
      });
      await scheduler.start();
    },
    stored: async () => {
      const [row] = await database.run(COUNT_JOBS);
      return row ?? { unfinished: 0, finished: 0, history: 0 };
    },
    close: async () => {
      await scheduler.stop();
      await database.close();
    },
  };
}

type ScheduleMany = (
  type: typeof jobType,
  jobs: readonly { readonly payload: Payload; readonly at?: Date }[],
) => Promise<unknown>;

/** A build of the scheduler without it is measured all the same, in all but that row. */
function findScheduleMany(scheduler: object): ScheduleMany | null {
  return "scheduleMany" in scheduler ? (scheduler.scheduleMany as ScheduleMany) : null;
}

// A row of the history counts when it is the only one of its run, and says that the run was completed.
const COUNT_JOBS = statement<StoredJobs>(
  "bench-count-jobs",
  ["unfinished", "finished", "history"],
  `select
    (select count(*)::integer from scheduled_jobs where status in ('pending', 'running')) as unfinished,
    (select count(*)::integer from scheduled_jobs where status = 'completed') as finished,
    (select count(distinct (job_id, run))::integer from job_execution_history where status = 'completed') as history`,
);
