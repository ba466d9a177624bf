import { expect, test } from "vitest";

import { databaseClockOf, withOutage } from "./outage.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs } from "../../src/kernel/index.ts";
import { stressService } from "../../src/kernel/testing/service-stress.ts";
import { aborted, countJob, gate, nextRunEnd, START, statusesOf, useBench } from "./scheduler-fixture.ts";

describeOnEachDatabase("the life of a scheduler", (open) => {
  const bench = useBench(open);

  test("keeps the contract of a service", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.schedule(countJob, { number: 1 });
    await stressService(() => scheduler);
  });

  test("refuses a type twice, and a type after the start", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    const again = (): void => scheduler.register(countJob, async () => ({ type: "completed" }));
    expect(again).toThrow(expect.objectContaining({ code: "JOB_TYPE_REGISTERED", jobType: "count" }));
    await scheduler.start();
    const late = (): void => scheduler.register({ ...countJob, name: "late" }, async () => ({ type: "completed" }));
    expect(late).toThrow(expect.objectContaining({ code: "SCHEDULER_STARTED" }));
  });

  test("a stop waits for the runs that are in progress", async () => {
    const scheduler = bench.makeScheduler({ shutdownGraceMs: 60_000 });
    const started = gate();
    const finish = gate();
    scheduler.register(countJob, async () => {
      started.open();
      await finish.passed;
      return { type: "completed" };
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    const stopping = scheduler.stop();
    const { jobId: nextId } = await scheduler.schedule(countJob, { number: 2 });
    finish.open();
    await stopping;
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "completed" });
    expect(await scheduler.inspect(nextId)).toMatchObject({ status: "pending", runs: [] });
  });

  test.each(["heeds", "ignores"])(
    "a stop gives a job back without blame whose handler %s the signal",
    async (attitude) => {
      const scheduler = bench.makeScheduler();
      const started = gate();
      let reason: unknown;
      scheduler.register(countJob, async ({ signal }) => {
        started.open();
        reason = await aborted(signal);
        if (attitude === "ignores") {
          await new Promise(() => undefined);
        }
        throw new RangeError("stopped half way");
      });
      await scheduler.start();
      const { jobId } = await scheduler.schedule(countJob, { number: 1 });
      await started.passed;
      await scheduler.stop();

      expect(reason).toMatchObject({ code: "SHUTDOWN" });
      expect(await scheduler.inspect(jobId)).toMatchObject({ status: "pending", scheduledTime: START, retryCount: 0 });
      expect(await statusesOf(scheduler, jobId)).toEqual(["interrupted"]);
    },
  );

  test("a stop during an outage of the database ends", async () => {
    const outage = withOutage(bench.database);
    const scheduler = bench.makeScheduler({}, { database: outage.database });
    const started = gate();
    scheduler.register(countJob, async ({ signal }) => {
      started.open();
      await aborted(signal);
      return { type: "completed" };
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    outage.begin();
    await scheduler.stop();
    expect(await bench.makeScheduler().inspect(jobId)).toMatchObject({ status: "running" });
  });

  test("survives an outage of the database, and says so once", async () => {
    const outage = withOutage(bench.database);
    const errors: string[] = [];
    const recovered = gate();
    const logger = {
      debug: () => undefined,
      info: () => recovered.open(),
      warn: () => undefined,
      error: (_: unknown, message: string) => void errors.push(message),
    };
    const scheduler = bench.makeScheduler({ maxSleepMs: 5 }, { database: outage.database, logger });
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await scheduler.settle();
    outage.begin();
    await outage.refused(4);
    outage.end();
    await recovered.passed;
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await scheduler.settle();
    expect(await statusesOf(scheduler, jobId)).toEqual(["completed"]);
    expect(errors).toEqual(["the scheduler cannot use its database; trying again"]);
  });

  test("records the end of a run that came during an outage, once the database is back", async () => {
    const outage = withOutage(bench.database);
    const scheduler = bench.makeScheduler({}, { database: outage.database });
    let runs = 0;
    scheduler.register(countJob, async () => {
      runs += 1;
      outage.begin();
      return { type: "completed" };
    });
    const completed = nextRunEnd(scheduler);
    await scheduler.start();
    await scheduler.schedule(countJob, { number: 1 });
    await outage.refused(2);
    outage.end();
    expect(await completed).toMatchObject({ status: "completed" });
    expect(runs).toBe(1);
  });

  test("aborts its handlers when an outage lasts so long that their leases can no longer be trusted", async () => {
    const outage = withOutage(bench.database);
    const scheduler = bench.makeScheduler({ leaseMs: 150, heartbeatMs: 20 }, { database: outage.database });
    const started = gate();
    const told = Promise.withResolvers<unknown>();
    scheduler.register(countJob, async ({ signal }) => {
      started.open();
      told.resolve(await aborted(signal));
      throw new RangeError("stopped half way");
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    outage.begin();
    expect(await told.promise).toMatchObject({ code: "JOB_LEASE_LOST" });
    const back = nextRunEnd(scheduler, "interrupted");
    outage.end();
    expect(await back).toMatchObject({ jobId, jobStatus: "pending" });
  });

  test("schedules but claims nothing when told so", async () => {
    const scheduler = bench.makeScheduler({ claims: false });
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    const { jobId, scheduledTime } = await scheduler.schedule(countJob, { number: 1 });
    await scheduler.settle();
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "pending" });
    expect(await scheduler.nextDue()).toEqual(scheduledTime);
  });

  test("runs never more jobs at a time than it may, and all of them", async () => {
    const scheduler = bench.makeScheduler({ concurrency: 3 });
    let running = 0;
    let most = 0;
    scheduler.register(countJob, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { type: "completed" };
    });
    for (let number = 0; number < 20; number += 1) {
      await scheduler.schedule(countJob, { number });
    }
    await scheduler.start();
    await scheduler.settle();
    expect(most).toBe(3);
    expect((await scheduler.statistics()).counts).toEqual([{ jobType: "count", status: "completed", count: 20 }]);
  });
});

describeOnEachDatabase("the timer, by the database's own clock", (open) => {
  const bench = useBench(open);

  test.each([
    ["by itself", false],
    ["in the caller's transaction", true],
  ])("wakes for a job that is scheduled %s while it sleeps towards a later one", async (_, joins) => {
    bench.database.timeSource = databaseClockOf();
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.schedule(countJob, { number: 1 }, { at: addMs(await bench.database.now(), 3_600_000) });
    await scheduler.start();
    await scheduler.settle();
    const completed = nextRunEnd(scheduler);
    const at = addMs(await bench.database.now(), 40);
    if (joins) {
      await bench.database.transaction((transaction) =>
        scheduler.schedule(countJob, { number: 2 }, { at, transaction }),
      );
    } else {
      await scheduler.schedule(countJob, { number: 2 }, { at });
    }
    const { jobId } = await completed;
    const job = await scheduler.inspect(jobId);
    expect(job).toMatchObject({ payload: { number: 2 } });
    expect(job?.startedAt?.getTime()).toBeGreaterThanOrEqual(at.getTime()); // never before its moment
  });

  test("wakes for the retry of its own run", async () => {
    bench.database.timeSource = databaseClockOf();
    const scheduler = bench.makeScheduler();
    scheduler.register({ ...countJob, retry: { type: "fixed", delayMs: 20 } }, async ({ run }) => {
      if (run < 3) {
        throw new RangeError("again");
      }
      return { type: "completed" };
    });
    await scheduler.start();
    const completed = nextRunEnd(scheduler, "completed");
    await scheduler.schedule(countJob, { number: 1 });
    expect(await completed).toMatchObject({ run: 3 });
  });
});
