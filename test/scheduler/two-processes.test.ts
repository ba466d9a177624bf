import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { countJob, useBench } from "./scheduler-fixture.ts";

const JOBS = 300;

describeOnEachDatabase("two schedulers on one database", (open) => {
  const bench = useBench(open);

  test("run each job exactly once between them, while more are scheduled", async () => {
    const runsOf = new Map<number, number>();
    const first = bench.makeScheduler();
    const schedulers = [first, bench.makeScheduler()];
    for (const scheduler of schedulers) {
      scheduler.register(countJob, async ({ payload: { number } }) => {
        runsOf.set(number, (runsOf.get(number) ?? 0) + 1);
        return { type: "completed" };
      });
    }
    await Promise.all(schedulers.map((scheduler) => scheduler.start()));
    await Promise.all(Array.from({ length: JOBS }, (_, number) => first.schedule(countJob, { number })));
    await Promise.all(schedulers.map((scheduler) => scheduler.settle()));

    expect(runsOf.size).toBe(JOBS);
    expect([...runsOf.values()].every((count) => count === 1)).toBe(true);
    expect(await first.statistics()).toMatchObject({
      counts: [{ jobType: "count", status: "completed", count: JOBS }],
    });
    expect(await bench.values("select count(*)::text as value from job_execution_history where run = 1")).toEqual([
      `${JOBS}`,
    ]);
  });

  test("keep one waiting job per key, and always run the newest request, whatever they do to each other", async () => {
    const newestRun = new Map<string, number>();
    const [even, odd] = [bench.makeScheduler(), bench.makeScheduler()];
    const schedulers = [even, odd];
    for (const scheduler of schedulers) {
      scheduler.register(
        { ...countJob, retry: { type: "fixed", delayMs: 1 } },
        async ({ key, payload: { number }, run }) => {
          if (run === 1 && number % 3 === 0) {
            throw new RangeError("again");
          }
          newestRun.set(key ?? "", Math.max(newestRun.get(key ?? "") ?? 0, number));
          return { type: "completed" };
        },
      );
    }
    await Promise.all(schedulers.map((scheduler) => scheduler.start()));
    for (let number = 1; number <= 60; number += 1) {
      const scheduler = number % 2 === 0 ? even : odd;
      await Promise.all(["a", "b", "c"].map((key) => scheduler.schedule(countJob, { number }, { key })));
    }
    for (let round = 0; round < 5; round += 1) {
      bench.time.advance(1_000);
      await Promise.all(schedulers.map((scheduler) => scheduler.settle()));
    }
    expect([...newestRun.entries()].toSorted()).toEqual([
      ["a", 60],
      ["b", 60],
      ["c", 60],
    ]);
    expect(
      await bench.values("select count(*)::text as value from scheduled_jobs where status in ('pending', 'running')"),
    ).toEqual(["0"]);
  });
});
