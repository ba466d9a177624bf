import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";

import { type Database, openServerDatabase, statement, transactionFromClient } from "../../src/database/index.ts";
import { describeOnEachDatabase, describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler, type Scheduler, type SchedulerOptions } from "../../src/scheduler/index.ts";
import { tickJob, ticking, useCronBench } from "./cron-fixture.ts";
import { databaseClockOf } from "./outage.ts";
import { countJob, gate, migrateScheduler, nextEvent, nextRunEnd } from "./scheduler-fixture.ts";

const countListeners = statement<{ readonly count: number }>(
  "test-count-cron-listeners",
  ["count"],
  `select count(*)::integer as count from pg_stat_activity
   where datname = current_database() and query ilike 'listen%rekindle_jobs%' and state = 'idle'`,
);

/** Never wakes up by itself within a test: what fires was told of. */
const SLEEPY: SchedulerOptions = { maxSleepMs: 600_000, pollMs: 600_000, shutdownGraceMs: 0, abortGraceMs: 50 };
const secondly = ticking("secondly", { expression: "* * * * * *" });

describeOnServer("news of cron schedules between processes", (createServerDatabase) => {
  function makeScheduler(database: Database): Scheduler {
    const ids = timeOrderedIds(systemClock, systemRandom);
    const parts = { database, ids, random: systemRandom, logger: silentLogger, options: SLEEPY };
    const scheduler = createScheduler(parts);
    onTestFinished(() => scheduler.stop());
    return scheduler;
  }

  /** A worker that sleeps and listens, and another process that does not work. */
  async function openBoth(): Promise<{ readonly url: string; readonly worker: Scheduler; readonly other: Scheduler }> {
    const url = await createServerDatabase();
    const [here, there] = [
      await openServerDatabase({ url, logger: silentLogger }),
      await openServerDatabase({ url, logger: silentLogger }),
    ];
    onTestFinished(async () => {
      await Promise.all([here.close(), there.close()]);
    });
    await migrateScheduler(here);
    const worker = makeScheduler(here);
    worker.register(tickJob, async () => ({ type: "completed" }));
    await worker.start();
    while ((await here.run(countListeners))[0]?.count === 0) {
      // until its connection listens
    }
    await worker.settle();
    return { url, worker, other: makeScheduler(there) };
  }

  test("a worker that sleeps fires a schedule that another process defines", async () => {
    const { worker, other } = await openBoth();
    const ended = nextRunEnd(worker, "completed");
    await other.cron.define(secondly);
    await ended;

    await other.cron.pause("secondly");
    await worker.settle();
    const resumed = nextEvent(worker, "cron:fired");
    await other.cron.resume("secondly");
    expect(await resumed).toMatchObject({ name: "secondly" });
  });

  test("and one that is defined in a transaction of the caller's own, when that commits", async () => {
    const { url, worker, other } = await openBoth();
    const client = new Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    const fired = nextEvent(worker, "cron:fired");
    await client.query("begin");
    await other.cron.define({ ...secondly, transaction: transactionFromClient(client) });
    expect(await other.cron.list()).toEqual([]);
    await client.query("commit");
    expect(await fired).toMatchObject({ name: "secondly" });
  });
});

describeOnEachDatabase("a process without a free place", (open) => {
  const bench = useCronBench(open);

  test("still moves its schedules on, at their moment", async () => {
    bench.database.timeSource = databaseClockOf();
    const scheduler = bench.makeScheduler({ concurrency: 1, maxSleepMs: 600_000 });
    const begun = gate();
    const finish = gate();
    onTestFinished(() => finish.open());
    scheduler.register(tickJob, async () => ({ type: "completed" }));
    scheduler.register(countJob, async () => {
      begun.open();
      await finish.passed;
      return { type: "completed" };
    });
    await scheduler.start();
    await scheduler.cron.define(secondly);
    await nextEvent(scheduler, "cron:fired");
    await scheduler.schedule(countJob, { number: 1 });
    await begun.passed;
    expect(await nextEvent(scheduler, "cron:skipped")).toMatchObject({ name: "secondly", reason: "overlap" });
    finish.open();
    await nextEvent(scheduler, "cron:fired");
  });
});
