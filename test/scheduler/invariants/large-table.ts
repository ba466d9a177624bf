import { type Database, migrate, openServerDatabase, type Parameter, type Queryable, type Statement, statement } from "../../../src/database/index.ts";
import { seededRandom, silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../../src/kernel/index.ts";
import { createScheduler, type Scheduler, SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../../../src/scheduler/index.ts";
import { z } from "zod";

/** What there is beside the few jobs that a test is about. */
export interface Crowd {
  /** Jobs that wait for a moment to come, of several types, each under its key. */
  readonly waiting: number;
  readonly history: number;
}

/** How PostgreSQL plans a prepared statement: for its parameters, or once for all. It changes from the one to the other by itself. */
export type Planning = "force_custom_plan" | "force_generic_plan";

/** How many pages of the scheduler's tables and indexes each call of a statement looked at, by the statement's name. */
export type Touches = ReadonlyMap<string, readonly number[]>;

const TYPES = [0, 1, 2].map((number) => ({ name: `crowd ${number}`, payload: z.object({ number: z.number() }) }));
const ROUNDS = 12;

/** Migrates an empty database and fills it. */
export async function fillWithCrowd(url: string, { waiting, history }: Crowd): Promise<void> {
  const database = await openServerDatabase({ url, logger: silentLogger });
  const migrations = await schedulerMigrations();
  await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
  await database.transaction((transaction) =>
    transaction.script(`
      insert into scheduled_jobs (job_id, job_type, job_key, scheduled_time, payload)
        select 'crowd ' || n, 'crowd ' || n % ${TYPES.length}, 'key ' || n,
               clock_timestamp() + interval '1 hour' + n * interval '1 second', '{"number": 0}'
        from generate_series(1, ${waiting}) as n;
      insert into job_execution_history (job_id, job_type, execution_time, status, run)
        select 'done ' || n, 'crowd ' || n % ${TYPES.length}, clock_timestamp() - n * interval '1 second', 'completed', 1
        from generate_series(1, ${history}) as n;
      analyze scheduled_jobs, job_execution_history`),
  );
  await database.close();
}

/** Schedules again under keys of the crowd, and runs a few jobs one after the other, while every statement is watched. */
export async function measureTouches(url: string, { waiting }: Crowd, planning: Planning): Promise<Touches> {
  const planned = new URL(url);
  planned.searchParams.set("options", `-c plan_cache_mode=${planning}`);
  const database = await openServerDatabase({ url: planned.href, logger: silentLogger });
  const touches = new Map<string, number[]>();
  const scheduler = createScheduler({
    database: watched(database, touches),
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
    options: { concurrency: 1 },
  });
  TYPES.forEach((type) => {
    scheduler.register(type, async () => ({ type: "completed" }));
  });
  await scheduleAgain(scheduler, waiting);
  for (let number = 0; number < ROUNDS; number += 1) {
    await scheduler.schedule(typeOf(number), { number });
  }
  await scheduler.start();
  await scheduler.settle();
  await scheduler.stop();
  await database.close();
  return touches;
}

async function scheduleAgain(scheduler: Scheduler, waiting: number): Promise<void> {
  const random = seededRandom(1);
  for (let number = 0; number < ROUNDS; number += 1) {
    const one = 1 + Math.floor(random.next() * waiting);
    const at = new Date(systemClock.now().getTime() + 3_600_000 + random.next() * waiting * 1_000);
    await scheduler.schedule(typeOf(one), { number: one }, { key: `key ${one}`, at });
  }
}

function typeOf(number: number): (typeof TYPES)[number] {
  return TYPES[number % TYPES.length] ?? { name: "no type", payload: z.object({ number: z.number() }) };
}

// Counted by PostgreSQL for the transaction that is open, table by table and index by index. `explain (analyze, buffers)` says
// the same, but not of the parts of a statement that nobody reads from, such as an insert in a `with`.
const COUNT_PAGES = statement<{ readonly pages: number }>(
  "count-pages-looked-at",
  ["pages"],
  `with ours as (select oid from pg_class where oid in ('scheduled_jobs'::regclass, 'job_execution_history'::regclass))
   select sum(pg_stat_get_xact_blocks_fetched(oid))::integer as pages
   from (select oid from ours union all select indexrelid from pg_index join ours on indrelid = ours.oid) as relations (oid)`,
);

function watched(database: Database, touches: Map<string, number[]>): Database {
  const watch = (queryable: Queryable) => {
    return async <Row>(asked: Statement<Row>, parameters: readonly Parameter[] = []): Promise<readonly Row[]> => {
      const [before] = await queryable.run(COUNT_PAGES);
      const rows = await queryable.run(asked, parameters);
      const [after] = await queryable.run(COUNT_PAGES);
      const counts = touches.get(asked.name) ?? [];
      counts.push((after?.pages ?? 0) - (before?.pages ?? 0));
      touches.set(asked.name, counts);
      return rows;
    };
  };
  return {
    ...database,
    run: (asked, parameters) => database.transaction((transaction) => watch(transaction)(asked, parameters)),
    transaction: (work) =>
      database.transaction((transaction) => work({ ...transaction, run: watch(transaction) })),
  };
}
