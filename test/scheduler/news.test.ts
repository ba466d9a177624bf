import { expect, onTestFinished, test } from "vitest";

import { type Database, openServerDatabase, statement } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import {
  addMs,
  DAY_MS,
  MINUTE_MS,
  type Logger,
  silentLogger,
  systemClock,
  systemRandom,
  timeOrderedIds,
} from "../../src/kernel/index.ts";
import { createScheduler, type Scheduler, type SchedulerOptions } from "../../src/scheduler/index.ts";
import { aborted, countJob, gate, migrateScheduler, nextEvent, nextRunEnd } from "./scheduler-fixture.ts";

const countListeners = statement<{ readonly count: number }>(
  "test-count-listeners",
  ["count"],
  `select count(*)::integer as count from pg_stat_activity
   where datname = current_database() and query ilike 'listen%rekindle_jobs%' and state = 'idle'`,
);

/** Never wakes up by itself within a test: what runs was told of. */
const SLEEPY: SchedulerOptions = { maxSleepMs: 600_000, pollMs: 600_000, shutdownGraceMs: 0, abortGraceMs: 50 };

describeOnServer("news between processes", (createServerDatabase) => {
  async function openTwice(): Promise<readonly [Database, Database]> {
    const url = await createServerDatabase();
    const [one, other] = [
      await openServerDatabase({ url, logger: silentLogger }),
      await openServerDatabase({ url, logger: silentLogger }),
    ];
    onTestFinished(async () => {
      await Promise.all([one.close(), other.close()]);
    });
    await migrateScheduler(one);
    return [one, other];
  }

  function makeScheduler(database: Database, options: SchedulerOptions = {}, logger: Logger = silentLogger): Scheduler {
    const scheduler = createScheduler({
      database,
      ids: timeOrderedIds(systemClock, systemRandom),
      random: systemRandom,
      logger,
      options: { ...SLEEPY, ...options },
    });
    onTestFinished(() => scheduler.stop());
    return scheduler;
  }

  /** A worker that sleeps and listens. */
  async function startWorker(database: Database): Promise<Scheduler> {
    const worker = makeScheduler(database);
    worker.register(countJob, async () => ({ type: "completed" }));
    await worker.start();
    while ((await database.run(countListeners))[0]?.count === 0) {
      // until its connection listens
    }
    await worker.settle();
    return worker;
  }

  test("a worker that sleeps runs a job that another process schedules, at once", async () => {
    const [one, other] = await openTwice();
    const worker = await startWorker(one);
    const ends = nextRunEnd(worker, "completed");
    const { jobId } = await makeScheduler(other, { claims: false }).schedule(countJob, { number: 1 });
    expect(await ends).toMatchObject({ jobId });
  });

  test("a worker that sleeps towards a later job is told of an earlier one, and of many at once", async () => {
    const [one, other] = await openTwice();
    const scheduling = makeScheduler(other, { claims: false });
    await scheduling.schedule(countJob, { number: 1 }, { at: addMs(systemClock.now(), DAY_MS) });
    const worker = await startWorker(one);
    const ends = nextRunEnd(worker, "completed");
    await scheduling.schedule(countJob, { number: 2 }, { at: addMs(systemClock.now(), 300) });
    await ends;

    const all = gate();
    let count = 0;
    worker.on("job:run-ended", () => {
      count += 1;
      if (count === 500) {
        all.open();
      }
    });
    await Promise.all(Array.from({ length: 500 }, (_, number) => scheduling.schedule(countJob, { number })));
    await all.passed;
  });

  test("a job of a transaction is told of when it commits, and not when it does not", async () => {
    const [one, other] = await openTwice();
    const worker = await startWorker(one);
    const scheduling = makeScheduler(other, { claims: false });
    await expect(
      other.transaction(async (transaction) => {
        await scheduling.schedule(countJob, { number: 1 }, { transaction });
        throw new RangeError("no");
      }),
    ).rejects.toThrow(RangeError);
    const ends = nextRunEnd(worker, "completed");
    const kept = await other.transaction((transaction) =>
      scheduling.schedule(countJob, { number: 2 }, { transaction }),
    );
    expect(await ends).toMatchObject({ jobId: kept.jobId });
  });

  test("a job that is not the next one due, or due later than anybody sleeps, costs no notification", async () => {
    const [one, other] = await openTwice();
    const told: string[] = [];
    await one.listen("rekindle_jobs", (text) => told.push(text));
    const scheduling = makeScheduler(other, { claims: false });
    const inMinutes = (minutes: number): Date => addMs(systemClock.now(), minutes * MINUTE_MS);
    await scheduling.schedule(countJob, { number: 1 }, { at: inMinutes(7) });
    await scheduling.stop();
    await scheduling.scheduleMany(
      countJob,
      Array.from({ length: 10 }, (_, number) => ({ payload: { number }, at: inMinutes(8) })),
    );
    await scheduling.schedule({ ...countJob, name: "later" }, { number: 1 }, { at: inMinutes(11), key: "one" });
    await scheduling.schedule({ ...countJob, name: "other" }, { number: 1 }, { at: inMinutes(9), key: "one" });
    await scheduling.stop(); // tells what was held back because so much came at once
    const last = gate();
    await one.listen("test_end", last.open);
    await other.transaction((transaction) => transaction.script("notify test_end"));
    await last.passed;
    expect(told.map((text) => text.split(" ").slice(1).join(" "))).toEqual(["due count", "due other"]);
  });

  test("a run in one process is cancelled from another, at once; a type that is resumed there goes on here", async () => {
    const [one, other] = await openTwice();
    const worker = makeScheduler(one, { heartbeatMs: 200_000, leaseMs: 600_000 });
    const started = gate();
    worker.register(countJob, async ({ signal, payload }) => {
      if (payload.number === 1) {
        started.open();
        throw await aborted(signal);
      }
      return { type: "completed" };
    });
    await worker.start();
    const operator = makeScheduler(other, { claims: false });
    const { jobId } = await operator.schedule(countJob, { number: 1 });
    await started.passed;
    const cancelled = nextRunEnd(worker, "cancelled");
    expect(await operator.cancel(jobId, "no")).toBe("cancelling");
    expect(await cancelled).toMatchObject({ jobId });

    await operator.pause("count");
    const waiting = await operator.schedule(countJob, { number: 2 });
    await worker.settle();
    const resumed = nextRunEnd(worker, "completed");
    await operator.resume("count");
    expect(await resumed).toMatchObject({ jobId: waiting.jobId });
  });

  test("where it cannot be notified it looks for itself, and says so once", async () => {
    const [one, other] = await openTwice();
    const warnings: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (_fields, text) => void warnings.push(text) };
    one.listen = () => Promise.reject(new RangeError("no"));
    const worker = makeScheduler(one, { pollMs: 20 }, logger);
    worker.register(countJob, async () => ({ type: "completed" }));
    await worker.start();
    const ends = nextEvent(worker, "job:run-ended");
    await makeScheduler(other, { claims: false }).schedule(countJob, { number: 1 });
    await ends;
    expect(warnings).toEqual(["this process cannot be notified of other processes' jobs: it looks for them instead"]);
  });
});
