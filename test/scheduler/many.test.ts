import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, HOUR_MS } from "../../src/kernel/index.ts";
import { countJob, START, useBench } from "./scheduler-fixture.ts";

const later = addMs(START, HOUR_MS);

describeOnEachDatabase("many jobs in one call", (open) => {
  const bench = useBench(open);

  test("are stored in the order that they were given in, each with its own moment, payload and key", async () => {
    const scheduler = bench.makeScheduler();
    const scheduled = await scheduler.scheduleMany(countJob, [
      { payload: { number: 1 } },
      { payload: { number: 2 }, key: "b", at: later },
      { payload: { number: 3 }, at: later },
      { payload: { number: 4 }, key: "a" },
    ]);
    const jobs = await Promise.all(scheduled.map(({ jobId }) => scheduler.inspect(jobId)));
    expect(jobs.map((job) => [job?.payload, job?.key, job?.scheduledTime])).toEqual([
      [{ number: 1 }, null, START],
      [{ number: 2 }, "b", later],
      [{ number: 3 }, null, later],
      [{ number: 4 }, "a", START],
    ]);
    expect(scheduled.map((job) => job.scheduledTime)).toEqual([START, later, later, START]);
  });

  test("all run, however many there are, each once", async () => {
    const scheduler = bench.makeScheduler();
    const runs: number[] = [];
    scheduler.register(countJob, async ({ payload }) => {
      runs.push(payload.number);
      return { type: "completed" };
    });
    const numbers = Array.from({ length: 2_345 }, (_, number) => number);
    await scheduler.start();
    await scheduler.scheduleMany(
      countJob,
      numbers.map((number) => ({ payload: { number } })),
    );
    await scheduler.settle();
    expect(runs.toSorted((one, other) => one - other)).toEqual(numbers);
    expect(await bench.values("select count(*)::text as value from job_execution_history where run = 1")).toEqual([
      "2345",
    ]);
  });

  test("of one key are one job: the last counts, with keep the first, and all get its id", async () => {
    const scheduler = bench.makeScheduler();
    const [waiting] = await scheduler.scheduleMany(countJob, [{ payload: { number: 0 }, key: "a" }]);
    const jobs = [1, 2, 3].map((number) => ({ payload: { number }, key: number === 3 ? "b" : "a" }));
    const replaced = await scheduler.scheduleMany(countJob, jobs);
    expect(replaced.map(({ jobId }) => jobId)).toEqual([waiting?.jobId, waiting?.jobId, replaced[2]?.jobId]);
    expect(await scheduler.inspect(waiting?.jobId ?? "")).toMatchObject({ payload: { number: 2 } });

    const kept = await scheduler.scheduleMany(countJob, [{ payload: { number: 9 }, key: "b" }], { mode: "keep" });
    expect(kept).toEqual([replaced[2]]);
    expect(await scheduler.inspect(kept[0]?.jobId ?? "")).toMatchObject({ payload: { number: 3 } });
  });

  test("are stored all or none: one that is refused, or a transaction that does not commit, leaves nothing", async () => {
    const scheduler = bench.makeScheduler();
    const good = Array.from({ length: 1_500 }, (_, number) => ({ payload: { number } }));
    const bad = { payload: { number: "three" as unknown as number } };
    await expect(scheduler.scheduleMany(countJob, [...good, bad])).rejects.toMatchObject({
      code: "JOB_INVALID",
      field: "payload",
    });
    await expect(
      bench.database.transaction(async (transaction) => {
        await scheduler.scheduleMany(countJob, good, { transaction });
        throw new RangeError("no");
      }),
    ).rejects.toThrow(RangeError);
    expect(await scheduler.list({ limit: 10 })).toEqual([]);
    expect(await scheduler.scheduleMany(countJob, [])).toEqual([]);
  });

  test("whose payloads look like arrays, quotes and escapes come back as they were", async () => {
    const scheduler = bench.makeScheduler();
    const words = ['{"a", NULL}', "back\\slash", '"', "NULL", "{}", ",", " ", "é🙂", "line\nbreak", "tab\t", "'"];
    const type = { ...countJob, name: "words", payload: countJob.payload.loose() };
    const scheduled = await scheduler.scheduleMany(
      type,
      words.map((word, number) => ({ payload: { number, word }, key: word })),
    );
    const jobs = await Promise.all(scheduled.map(({ jobId }) => scheduler.inspect(jobId)));
    expect(jobs.map((job) => job?.payload)).toEqual(words.map((word, number) => ({ number, word })));
    expect(jobs.map((job) => job?.key)).toEqual(words);
  });
});
