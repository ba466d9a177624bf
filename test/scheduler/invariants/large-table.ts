import {
  type Database,
  migrate,
  openServerDatabase,
  type Parameter,
  type Queryable,
  type Statement,
  statement,
} from "../../../src/database/index.ts";
import {
  type Random,
  seededRandom,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../../src/kernel/index.ts";
import {
  createScheduler,
  type Scheduler,
  SCHEDULER_MIGRATION_SEQUENCE,
  schedulerMigrations,
} from "../../../src/scheduler/index.ts";
import { z } from "zod";

/** What there is beside the few jobs that a test is about. */
export interface Crowd {
  /** Jobs that wait for a moment to come, of several types, each under its key. */
  readonly waiting: number;
  readonly history: number;
}

/** What one call of a statement looked at, of the scheduler's tables and indexes. */
export interface Touch {
  readonly pages: number;
  /** That came back. */
  readonly rows: number;
}

/** By the statement's name. */
export type Touches = ReadonlyMap<string, readonly Touch[]>;

const TYPES = [0, 1, 2].map((number) => ({ name: `crowd ${number}`, payload: z.object({ number: z.number() }) }));
// After five executions PostgreSQL may plan a prepared statement once for all, whatever its parameters.
const ROUNDS = 20;

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

/**
 * How many pages a call may look at, as a rule: an index is three levels deep here, and a row that changes goes into three of
 * them. Now and then one has to be split. None of these numbers grows with the number of jobs.
 */
const PAGES = { claim: 20, request: 20, other: 40 } as const;
/** The statements that a crowd must not make slower. */
export const [CLAIM, REQUEST] = ["claim-due-jobs", "replace-waiting-jobs"] as const;
const NOW_AND_THEN = 2;

/** Whatever looked at more pages than it may. The first call of each statement, which opens what it needs, does not count. */
export function tooManyPages(touches: Touches): readonly string[] {
  const missing = [CLAIM, REQUEST].filter((name) => (touches.get(name)?.length ?? 0) < ROUNDS);
  const tooMany = [...touches].flatMap(([name, calls]) => {
    const allowed = name === CLAIM ? PAGES.claim : name === REQUEST ? PAGES.request : PAGES.other;
    const pages = calls.filter(({ rows }, index) => index > 0 && rows <= 1).map((call) => call.pages);
    const inOrder = pages.toSorted((one, other) => one - other);
    const [median = 0, most = 0] = [inOrder[Math.floor(inOrder.length / 2)], inOrder.at(-1)];
    return median < allowed && most < NOW_AND_THEN * allowed ? [] : [`${name}: ${inOrder.join(", ")} pages`];
  });
  return [...missing.map((name) => `${name} was not called ${ROUNDS} times`), ...tooMany];
}

/** Schedules again under keys of the crowd, and runs a few jobs one after the other, while every statement is watched. */
export async function measureTouches(url: string, crowd: Crowd): Promise<Touches> {
  const database = await openServerDatabase({ url, logger: silentLogger, maxConnections: 1 });
  const touches = new Map<string, Touch[]>();
  const scheduler = createScheduler({
    database: watched(database, touches),
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
  });
  const type = typeOf(0); // the others are of a newer version
  scheduler.register(type, async () => ({ type: "completed" }));
  const random = seededRandom(1);
  for (let number = 0; number < ROUNDS; number += 1) {
    await scheduleOneAgain(scheduler, crowd, random);
  }
  await scheduler.start();
  for (let number = 0; number < ROUNDS; number += 1) {
    await runOneThatWaited(database, scheduler, number);
    await scheduler.schedule(type, { number });
    await scheduler.settle();
  }
  await scheduler.stop();
  await database.close();
  return touches;
}

/** Runs a job that is not of the crowd, and was claimed. What is part of a transaction waits first, though it is due. */
export async function runOneThatWaited(database: Database, scheduler: Scheduler, number: number): Promise<void> {
  await database.transaction((transaction) => scheduler.schedule(typeOf(0), { number }, { transaction }));
  await scheduler.settle();
}

/** Asks anew for one of the jobs of a crowd, at another moment among theirs. */
export async function scheduleOneAgain(scheduler: Scheduler, { waiting }: Crowd, random: Random): Promise<void> {
  const one = 1 + Math.floor(random.next() * waiting);
  const at = new Date(systemClock.now().getTime() + 3_600_000 + random.next() * waiting * 1_000);
  await scheduler.schedule(typeOf(one), { number: one }, { key: `key ${one}`, at });
}

/** The type that has this job of a crowd. */
export function typeOf(number: number): (typeof TYPES)[number] {
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

function watched(database: Database, touches: Map<string, Touch[]>): Database {
  const watch = (queryable: Queryable) => {
    return async <Row>(asked: Statement<Row>, parameters: readonly Parameter[] = []): Promise<readonly Row[]> => {
      const [before] = await queryable.run(COUNT_PAGES);
      const rows = await queryable.run(asked, parameters);
      const [after] = await queryable.run(COUNT_PAGES);
      const counts = touches.get(asked.name) ?? [];
      counts.push({ pages: (after?.pages ?? 0) - (before?.pages ?? 0), rows: rows.length });
      touches.set(asked.name, counts);
      return rows;
    };
  };
  return {
    ...database,
    run: (asked, parameters) => database.transaction((transaction) => watch(transaction)(asked, parameters)),
    transaction: (work) => database.transaction((transaction) => work({ ...transaction, run: watch(transaction) })),
  };
}
