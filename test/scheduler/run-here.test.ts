import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, HOUR_MS } from "../../src/kernel/index.ts";
import { countJob, gate, nextRunEnd, START, useBench } from "./scheduler-fixture.ts";

const LATER = addMs(START, HOUR_MS);

describeOnEachDatabase("a job that is named to a process", (open) => {
  const bench = useBench(open);

  test("runs there ahead of its moment, and is due from then on", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    const job = await scheduler.schedule(countJob, { number: 1 }, { at: LATER });
    const ended = nextRunEnd(scheduler);
    expect(await scheduler.runHere(countJob, job)).toBe(true);
    expect(await ended).toMatchObject({ jobId: job.jobId, status: "completed", run: 1 });
    expect(await scheduler.inspect(job.jobId)).toMatchObject({ status: "completed", scheduledTime: START });
  });

  test("runs once, however often and by whomever it is named", async () => {
    const schedulers = [bench.makeScheduler(), bench.makeScheduler()];
    let runs = 0;
    for (const scheduler of schedulers) {
      scheduler.register(countJob, async () => {
        runs += 1;
        return { type: "completed" };
      });
      await scheduler.start();
    }
    const [first] = schedulers;
    const job = await first?.schedule(countJob, { number: 1 }, { at: LATER });
    if (job === undefined) {
      throw new Error("there are two schedulers");
    }
    const named = [...schedulers, ...schedulers, ...schedulers].map((scheduler) => scheduler.runHere(countJob, job));
    expect((await Promise.all(named)).filter((ran) => ran)).toHaveLength(1);
    await Promise.all(schedulers.map((scheduler) => scheduler.settle()));
    expect(runs).toBe(1);
  });

  test("stays where it is if it was moved, cancelled or paused since, or where nobody can run it", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    const [moved, cancelled, paused] = await scheduler.scheduleMany(
      countJob,
      [1, 2, 3].map((number) => ({ payload: { number }, at: LATER })),
    );
    if (moved === undefined || cancelled === undefined || paused === undefined) {
      throw new Error("three were scheduled");
    }
    await scheduler.reschedule(moved.jobId, addMs(LATER, HOUR_MS));
    await scheduler.cancel(cancelled.jobId, "no more");
    expect(await scheduler.runHere(countJob, moved)).toBe(false);
    expect(await scheduler.runHere(countJob, cancelled)).toBe(false);
    expect(await scheduler.runHere({ name: "unknown" }, paused)).toBe(false);
    await scheduler.pause(countJob.name);
    expect(await scheduler.runHere(countJob, paused)).toBe(false);
    const writer = bench.makeScheduler({ claims: false });
    await writer.start();
    expect(await writer.runHere(countJob, paused)).toBe(false);
    await scheduler.stop();
    expect(await scheduler.runHere(countJob, paused)).toBe(false);
  });

  test("waits for a free place, and is let go where the process stops", async () => {
    const scheduler = bench.makeScheduler({ concurrency: 1 });
    const { passed, open: letGo } = gate();
    scheduler.register(countJob, async ({ payload: { number } }) => {
      if (number === 0) {
        await passed;
      }
      return { type: "completed" };
    });
    await scheduler.start();
    const [busy, waiting, late] = await scheduler.scheduleMany(
      countJob,
      [0, 1, 2].map((number) => ({ payload: { number }, at: LATER })),
    );
    if (busy === undefined || waiting === undefined || late === undefined) {
      throw new Error("three were scheduled");
    }
    expect(await scheduler.runHere(countJob, busy)).toBe(true);
    const named = scheduler.runHere(countJob, waiting);
    expect(await scheduler.inspect(waiting.jobId)).toMatchObject({ status: "pending" });
    letGo();
    expect(await named).toBe(true);
    await scheduler.settle();

    const blocked = bench.makeScheduler({ concurrency: 1 });
    blocked.register(
      countJob,
      ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", reject)),
    );
    await blocked.start();
    const another = await blocked.schedule(countJob, { number: 3 }, { at: LATER });
    expect(await blocked.runHere(countJob, another)).toBe(true);
    const refused = blocked.runHere(countJob, late);
    await blocked.stop();
    expect(await refused).toBe(false);
    expect(await blocked.inspect(late.jobId)).toMatchObject({ status: "pending" });
  });
});
