import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { countJob, gate, nextRunEnd, statusesOf, useBench } from "./scheduler-fixture.ts";

const limited = { ...countJob, name: "limited", concurrency: 2 };

describeOnEachDatabase("how many at once", (open) => {
  const bench = useBench(open);

  test("never more handlers than the scheduler's concurrency, however short the jobs", async () => {
    const scheduler = bench.makeScheduler({ concurrency: 3 });
    let working = 0;
    let most = 0;
    scheduler.register(countJob, async () => {
      working += 1;
      most = Math.max(most, working);
      await Promise.resolve();
      working -= 1;
      return { type: "completed" };
    });
    await scheduler.scheduleMany(
      countJob,
      Array.from({ length: 500 }, (_, number) => ({ payload: { number } })),
    );
    await scheduler.start();
    await scheduler.settle();
    expect(most).toBe(3);
    expect(await scheduler.statistics()).toMatchObject({ counts: [{ status: "completed", count: 500 }] });
  });

  test("never more of a type than the type allows, and what waits for it does not hold up the others", async () => {
    const scheduler = bench.makeScheduler({ concurrency: 5 });
    const finish = gate();
    const twoWork = gate();
    let working = 0;
    let most = 0;
    scheduler.register(limited, async () => {
      working += 1;
      most = Math.max(most, working);
      if (working === 2) {
        twoWork.open();
      }
      await finish.passed;
      working -= 1;
      return { type: "completed" };
    });
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.scheduleMany(
      limited,
      Array.from({ length: 20 }, (_, number) => ({ payload: { number } })),
    );
    await scheduler.start();
    await twoWork.passed;
    const otherEnds = nextRunEnd(scheduler, "completed");
    await scheduler.schedule(countJob, { number: 1 }); // due after 18 that wait
    expect(await otherEnds).toMatchObject({ jobType: "count" });
    expect(most).toBe(2);

    finish.open();
    await scheduler.settle();
    expect(most).toBe(2);
    expect((await scheduler.statistics()).counts).toEqual([
      { jobType: "count", status: "completed", count: 1 },
      { jobType: "limited", status: "completed", count: 20 },
    ]);
  });

  test("a job that was claimed ahead goes back when its turn does not come, without blame, for whoever has room", async () => {
    const scheduler = bench.makeScheduler({ concurrency: 1 });
    const finish = gate();
    let stuck = "";
    scheduler.register(countJob, async ({ payload, jobId }) => {
      if (payload.number === 400) {
        stuck = jobId;
        await finish.passed;
      }
      return { type: "completed" };
    });
    const jobs = await scheduler.scheduleMany(
      countJob,
      Array.from({ length: 1_000 }, (_, number) => ({ payload: { number } })),
    );
    const givenBack = nextRunEnd(scheduler, "interrupted");
    await scheduler.start();
    const { jobId } = await givenBack;
    expect(await scheduler.inspect(jobId)).toMatchObject({ retryCount: 0 });

    const other = bench.makeScheduler();
    other.register(countJob, async () => ({ type: "completed" }));
    await other.start();
    finish.open();
    await Promise.all([scheduler.settle(), other.settle()]);
    expect(await statusesOf(scheduler, stuck)).toEqual(["completed"]);
    const ended = await Promise.all(jobs.map((job) => statusesOf(scheduler, job.jobId)));
    expect(ended.every((statuses) => statuses.filter((status) => status === "completed").length === 1)).toBe(true);
  });
});
