/**
 * A program: jobs of many keys that are done and asked for again, round after round, and how much larger the index of what is due
 * has become than a new one with the same entries. Arguments: how many jobs are done (1000000), how many wait at any time
 * (100000). Ends with code 1 when it has grown beyond twice its fresh size.
 */
import { z } from "zod";

import { type Database, migrate, openServerDatabase, statement } from "../../src/database/index.ts";
import {
  addMs,
  type Random,
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../src/kernel/index.ts";
import { createScheduler, SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../../src/scheduler/index.ts";
import { startOwnServer, whyNoOwnServer } from "../scheduler/invariants/own-server.ts";

const INDEX = "idx_scheduled_jobs_due";
const MOST_GROWTH = 2;
const CONCURRENCY = 100;

const roundJob = { name: "round", payload: z.object({ key: z.number() }) } as const;

interface IndexSize {
  readonly name: string;
  readonly bytes: number;
}

const READ_SIZES = statement<IndexSize>(
  "growth-read-sizes",
  ["name", "bytes"],
  `select indexrelid::regclass::text as name, pg_relation_size(indexrelid) as bytes
   from pg_index where indrelid = 'scheduled_jobs'::regclass order by 1`,
);
const COUNT_VACUUMS = statement<{ readonly vacuums: number }>(
  "growth-count-vacuums",
  ["vacuums"],
  "select autovacuum_count::integer as vacuums from pg_stat_user_tables where relname = 'scheduled_jobs'",
);

const [jobs = 1_000_000, waiting = 100_000] = process.argv.slice(2).map(Number);
const obstacle = whyNoOwnServer();
if (obstacle === null) {
  await measure();
} else {
  process.stdout.write(`scheduler growth: skipped, because ${obstacle}\n`);
}

async function measure(): Promise<void> {
  await using resources = new AsyncDisposableStack();
  const server = resources.adopt(await startOwnServer(), ({ stop }) => stop());
  const database = resources.adopt(
    await openServerDatabase({ url: server.url, logger: silentLogger, maxConnections: 20 }),
    (opened) => opened.close(),
  );
  const migrations = await schedulerMigrations();
  await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
  await fill(database);
  const begunMs = performance.now();
  await goRound(database, seededRandom(1));
  const seconds = Math.round((performance.now() - begunMs) / 1000);
  const [vacuums] = await database.run(COUNT_VACUUMS);
  const grown = await database.run(READ_SIZES);
  await database.transaction((transaction) => transaction.script("reindex table scheduled_jobs"));
  const fresh = new Map((await database.run(READ_SIZES)).map(({ name, bytes }) => [name, bytes]));
  const growth = Object.fromEntries(
    grown.map(({ name, bytes }) => [name, { bytes, fresh: fresh.get(name), times: bytes / (fresh.get(name) ?? 0) }]),
  );
  process.stdout.write(`${JSON.stringify({ jobs, waiting, seconds, ...vacuums, growth }, null, 2)}\n`);
  process.exitCode = (growth[INDEX]?.times ?? Infinity) <= MOST_GROWTH ? 0 : 1;
}

/** As many keys as are to wait at any time, all of them due. */
async function fill(database: Database): Promise<void> {
  await database.transaction((transaction) =>
    transaction.script(`
      insert into scheduled_jobs (job_id, job_type, job_key, scheduled_time, payload)
      select 'first ' || key, '${roundJob.name}', key, clock_timestamp(), jsonb_build_object('key', key)
      from generate_series(1, ${waiting}) as key`),
  );
}

/** Each job asks for the next one of its key, in a while that differs, until enough are done. */
async function goRound(database: Database, random: Random): Promise<void> {
  const enough = Promise.withResolvers<undefined>();
  const scheduler = createScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
    options: { concurrency: CONCURRENCY },
  });
  scheduler.register(roundJob, async ({ key, payload, scheduledTime }) => {
    const at = addMs(scheduledTime, Math.floor(random.next() * 60_000));
    await scheduler.schedule(roundJob, payload, { key: key ?? "", at });
    return { type: "completed" };
  });
  let done = 0;
  scheduler.on("job:run-ended", () => {
    done += 1;
    if (done === jobs) {
      enough.resolve(undefined);
    }
  });
  await scheduler.start();
  await enough.promise;
  await scheduler.stop();
}
