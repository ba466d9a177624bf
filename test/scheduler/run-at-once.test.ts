import { expect, test } from "vitest";

import { withOutage } from "./outage.ts";
import type { Database } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, HOUR_MS, toError } from "../../src/kernel/index.ts";
import type { JobHandler, Scheduler, SchedulerOptions } from "../../src/scheduler/index.ts";
import { aborted, type Bench, countJob, gate, nextRunEnd, START, statusesOf, useBench } from "./scheduler-fixture.ts";

const CLAIM = "claim-due-jobs";
const AT_ONCE = "insert-running-job";

interface Watched {
  readonly database: Database;
  /** The names of the statements that were asked for since this was called last. */
  asked(): readonly string[];
  /** Called when the database has answered, before anybody gets the answer. */
  answered: (name: string) => Promise<void>;
}

function watch(database: Database): Watched {
  const names: string[] = [];
  const watched: Watched = {
    database: {
      ...database,
      get timeSource() {
        return database.timeSource;
      },
      run: async (statement, parameters) => {
        names.push(statement.name);
        const rows = await database.run(statement, parameters);
        await watched.answered(statement.name);
        return rows;
      },
    },
    asked: () => names.splice(0),
    answered: () => Promise.resolve(),
  };
  return watched;
}

interface Place {
  readonly handler: JobHandler<{ number: number }>;
  readonly options?: SchedulerOptions;
  readonly concurrency?: number;
  readonly database?: Database;
}

/** A process that hears of nothing looks only when it must: a job that comes during a look goes the long way. */
function deaf(database: Database): Database {
  return {
    ...database,
    get timeSource() {
      return database.timeSource;
    },
    listen: () => Promise.reject(new RangeError("no")),
  };
}

const SLEEPY: SchedulerOptions = { maxSleepMs: 600_000, pollMs: 600_000 };

/** A scheduler that is started, has found nothing to do, and sleeps. */
async function startAtRest(bench: Bench, { handler, options, concurrency, database }: Place): Promise<Scheduler> {
  const parts = { database: deaf(database ?? bench.database) };
  const scheduler = bench.makeScheduler({ ...SLEEPY, ...options }, parts);
  scheduler.register({ ...countJob, ...(concurrency === undefined ? {} : { concurrency }) }, handler);
  await scheduler.start();
  await scheduler.settle();
  return scheduler;
}

describeOnEachDatabase("a job that its own process can run at once", (open) => {
  const bench = useBench(open);

  test("is stored as running, in one statement, and ends like any other", async () => {
    const { database, asked } = watch(bench.database);
    const finish = gate();
    const handler: JobHandler<{ number: number }> = async () => {
      await finish.passed;
      return { type: "completed" };
    };
    const scheduler = await startAtRest(bench, { handler, database });
    const ended = nextRunEnd(scheduler);
    asked();
    const { jobId, scheduledTime } = await scheduler.schedule(countJob, { number: 1 });
    expect(asked()).toEqual([AT_ONCE]);
    expect(scheduledTime).toEqual(START);
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "running", startedAt: START, retryCount: 0 });

    finish.open();
    expect(await ended).toMatchObject({ jobId, jobType: "count", run: 1, status: "completed", jobStatus: "completed" });
    const job = await scheduler.inspect(jobId);
    expect(job).toMatchObject({ status: "completed", scheduledTime: START, completedAt: START });
    expect(job?.runs).toMatchObject([{ run: 1, status: "completed", executionTime: START, queueDelayMs: 0 }]);
    expect(asked()).not.toContain(CLAIM);
  });

  test("leaves the same row behind as a claim", async () => {
    const finish = gate();
    const bothRun = gate();
    const numbers: number[] = [];
    const scheduler = await startAtRest(bench, {
      handler: async ({ payload: { number } }) => {
        numbers.push(number);
        if (numbers.length === 2) {
          bothRun.open();
        }
        await finish.passed;
        return { type: "completed" };
      },
    });
    await scheduler.schedule(countJob, { number: 1 });
    await bench.database.transaction((transaction) => scheduler.schedule(countJob, { number: 2 }, { transaction }));
    await bothRun.passed;
    const rows = await bench.values(
      `select (to_jsonb(job) - '{job_id,payload,request,lease_token,lease_until}'::text[])::text as value
       from scheduled_jobs as job where lease_until > clock_timestamp() and lease_token is not null`,
    );
    finish.open();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toBe(rows[1]);
  });

  test("runs again as often as any other when it fails", async () => {
    const scheduler = await startAtRest(bench, {
      handler: async ({ run }) => {
        if (run === 1) {
          throw new RangeError("once");
        }
        return { type: "completed" };
      },
    });
    const failed = nextRunEnd(scheduler);
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await failed;
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "pending", retryCount: 1 });
    bench.time.advance(HOUR_MS);
    await scheduler.settle();
    expect(await statusesOf(scheduler, jobId)).toEqual(["retry", "completed"]);
  });

  test.each<[string, Pick<Place, "options" | "concurrency">]>([
    ["the scheduler", { options: { concurrency: 1 } }],
    ["its type", { concurrency: 1 }],
  ])("waits while there is no place left, where %s has one", async (_, limits) => {
    const finish = gate();
    const seen: string[] = [];
    const { database, asked } = watch(bench.database);
    const scheduler = await startAtRest(bench, {
      ...limits,
      database,
      handler: async ({ payload: { number } }) => {
        seen.push(`${number} begins`);
        await (number === 1 ? finish.passed : Promise.resolve());
        seen.push(`${number} ends`);
        return { type: "completed" };
      },
    });
    const first = await scheduler.schedule(countJob, { number: 1 });
    asked();
    const second = await scheduler.schedule(countJob, { number: 2 });
    expect(asked()).not.toContain(AT_ONCE);
    expect(await scheduler.inspect(first.jobId)).toMatchObject({ status: "running" });
    expect(seen).toEqual(["1 begins"]);
    finish.open();
    await scheduler.settle();
    expect(seen).toEqual(["1 begins", "1 ends", "2 begins", "2 ends"]);
    expect(await scheduler.inspect(second.jobId)).toMatchObject({ status: "completed" });
  });

  test("takes no place that a claim which is under way may fill", async () => {
    const watched = watch(bench.database);
    const claimed = gate();
    const answer = gate();
    watched.answered = async (name) => {
      if (name === CLAIM) {
        claimed.open();
        await answer.passed;
      }
    };
    const handler: JobHandler<{ number: number }> = async () => ({ type: "completed" });
    const scheduler = await startAtRest(bench, { handler, concurrency: 1, database: watched.database });
    await bench.database.transaction((transaction) => scheduler.schedule(countJob, { number: 1 }, { transaction }));
    await claimed.passed;
    await scheduler.schedule(countJob, { number: 2 });
    expect(watched.asked()).not.toContain(AT_ONCE);
    answer.open();
    await scheduler.settle();
    expect((await scheduler.statistics()).counts).toEqual([{ jobType: "count", status: "completed", count: 2 }]);
  });

  test("is never one more than its type allows, however they are scheduled", async () => {
    let running = 0;
    let most = 0;
    const scheduler = await startAtRest(bench, {
      concurrency: 2,
      handler: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { type: "completed" };
      },
    });
    for (let number = 0; number < 60; number += 3) {
      await Promise.all([
        scheduler.schedule(countJob, { number }),
        bench.database.transaction((transaction) =>
          scheduler.schedule(countJob, { number: number + 1 }, { transaction }),
        ),
      ]);
      await scheduler.schedule(countJob, { number: number + 2 });
    }
    await scheduler.settle();
    expect(most).toBeLessThanOrEqual(2);
    expect((await scheduler.statistics()).counts).toEqual([{ jobType: "count", status: "completed", count: 60 }]);
  });

  test("waits while its type is paused, and leaves its place to others", async () => {
    const seen: string[] = [];
    const handler: JobHandler<{ number: number }> = async ({ jobId }) => {
      seen.push(jobId);
      return { type: "completed" };
    };
    const { database, asked } = watch(bench.database);
    const scheduler = bench.makeScheduler({ ...SLEEPY, concurrency: 1 }, { database: deaf(database) });
    const other = { ...countJob, name: "other" };
    scheduler.register(countJob, handler);
    scheduler.register(other, handler);
    await scheduler.start();
    await scheduler.pause("count");
    await scheduler.settle();
    asked();
    const paused = await scheduler.schedule(countJob, { number: 1 });
    expect(asked()).toContain(AT_ONCE);
    await scheduler.settle();
    expect(await scheduler.inspect(paused.jobId)).toMatchObject({ status: "pending", startedAt: null, runs: [] });
    const running = await scheduler.schedule(other, { number: 2 });
    await scheduler.settle();
    await scheduler.resume("count");
    await scheduler.settle();
    expect(seen).toEqual([running.jobId, paused.jobId]);
  });

  test("overtakes no job of its type that is due and waits, though this process has not heard of it", async () => {
    const seen: string[] = [];
    const scheduler = await startAtRest(bench, {
      options: { concurrency: 1 },
      handler: async ({ jobId }) => {
        seen.push(jobId);
        return { type: "completed" };
      },
    });
    await bench.script(
      `insert into scheduled_jobs (job_id, job_type, scheduled_time, payload)
       values ('older', 'count', '${addMs(START, -1).toISOString()}', '{"number": 1}'),
              ('later', 'count', '${addMs(START, 1).toISOString()}', '{"number": 1}')`,
    );
    const { jobId } = await scheduler.schedule(countJob, { number: 2 });
    await scheduler.settle();
    expect(seen).toEqual(["older", jobId]);
  });

  test("is only one that is due now, without a key, and of no transaction", async () => {
    const { database, asked } = watch(bench.database);
    const scheduler = await startAtRest(bench, { handler: async () => ({ type: "completed" }), database });
    const later = await scheduler.schedule(countJob, { number: 1 }, { at: addMs(START, HOUR_MS), key: "one" });
    await scheduler.schedule(countJob, { number: 2 }, { at: addMs(START, HOUR_MS) });
    await database.transaction((transaction) => scheduler.schedule(countJob, { number: 3 }, { transaction }));
    const sooner = await scheduler.schedule(countJob, { number: 4 }, { key: "one" });
    expect(asked()).not.toContain(AT_ONCE);
    expect(sooner.jobId).toBe(later.jobId); // as before, the request that waits is replaced
    await scheduler.settle();
    expect(await scheduler.inspect(sooner.jobId)).toMatchObject({ status: "completed", payload: { number: 4 } });
    expect(await scheduler.nextDue()).toEqual(addMs(START, HOUR_MS));
  });

  test("gives its place back when it cannot be stored", async () => {
    const outage = withOutage(bench.database);
    const scheduler = await startAtRest(bench, {
      options: { concurrency: 1 },
      handler: async () => ({ type: "completed" }),
      database: outage.database,
    });
    outage.begin();
    const refused = await scheduler.schedule(countJob, { number: 1 }).then(() => null, toError);
    outage.end();
    expect(refused).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    const { jobId } = await scheduler.schedule(countJob, { number: 2 });
    await scheduler.settle();
    expect(await statusesOf(scheduler, jobId)).toEqual(["completed"]);
  });

  test("goes back without blame when the scheduler is stopped before its run has begun", async () => {
    const watched = watch(bench.database);
    const committed = gate();
    const answer = gate();
    watched.answered = async (name) => {
      if (name === AT_ONCE) {
        committed.open();
        await answer.passed;
      }
    };
    const scheduler = await startAtRest(bench, {
      database: watched.database,
      handler: async ({ signal }) => {
        throw await aborted(signal);
      },
    });
    const scheduling = scheduler.schedule(countJob, { number: 1 });
    await committed.passed;
    let stopped = false;
    const stopping = scheduler.stop().finally(() => {
      stopped = true;
    });
    for (let turns = 0; turns < 20; turns += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(stopped).toBe(false); // it waits for what is being stored
    answer.open();
    await stopping;
    const { jobId } = await scheduling;
    const job = { status: "pending", scheduledTime: START, retryCount: 0 };
    expect(await scheduler.inspect(jobId)).toMatchObject(job);
    expect(await statusesOf(scheduler, jobId)).toEqual(["interrupted"]);
  });

  test("is cancelled by another process", async () => {
    const scheduler = await startAtRest(bench, {
      options: { leaseMs: 600, heartbeatMs: 20 },
      handler: async ({ signal }) => {
        throw await aborted(signal);
      },
    });
    const ended = nextRunEnd(scheduler);
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    expect(await bench.makeScheduler({ claims: false }).cancel(jobId, "no")).toBe("cancelling");
    expect(await ended).toMatchObject({ jobId, status: "cancelled", jobStatus: "cancelled" });
  });
});
