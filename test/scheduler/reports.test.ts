import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, HOUR_MS } from "../../src/kernel/index.ts";
import { countJob, START, useBench } from "./scheduler-fixture.ts";

describeOnEachDatabase("what operators see", (open) => {
  const bench = useBench(open);

  test("nothing of a job that is not there", async () => {
    const scheduler = bench.makeScheduler();
    expect(await scheduler.inspect("no-such-job")).toBeNull();
    expect(await scheduler.inspect("\0")).toBeNull();
  });

  test("the newest jobs first, of one state or of all", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async ({ payload }) => {
      if (payload.number === 2) {
        throw new RangeError("no");
      }
      return { type: "completed" };
    });
    for (const number of [1, 2, 3]) {
      await scheduler.schedule({ ...countJob, maxRetries: 0 }, { number });
      bench.time.advance(1_000);
    }
    await scheduler.start();
    await scheduler.settle();
    const numbers = async (options: Parameters<typeof scheduler.list>[0]) =>
      (await scheduler.list(options)).map(({ payload }) => (payload as { number: number }).number);
    expect(await numbers({ limit: 10 })).toEqual([3, 2, 1]);
    expect(await numbers({ limit: 2 })).toEqual([3, 2]);
    expect(await numbers({ limit: 10, status: "failed" })).toEqual([2]);
    expect(await numbers({ limit: 10, status: "completed" })).toEqual([3, 1]);
  });

  test("counts by type and state, what is due next, and the last day", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async ({ payload, run }) => {
      if (payload.number === 2 || (payload.number === 3 && run === 1)) {
        throw new RangeError("no");
      }
      return { type: "completed" };
    });
    await scheduler.start();
    await scheduler.schedule(countJob, { number: 1 }); // completes, but too long ago to count below
    await scheduler.settle();
    bench.time.advance(2 * DAY_MS);
    await scheduler.schedule({ ...countJob, maxRetries: 0 }, { number: 2 });
    await scheduler.schedule(countJob, { number: 3 });
    await scheduler.schedule(countJob, { number: 4 });
    await scheduler.schedule({ ...countJob, name: "unknown" }, { number: 5 }, { at: START });
    await scheduler.settle();

    expect(await scheduler.statistics()).toEqual({
      counts: [
        { jobType: "count", status: "completed", count: 2 },
        { jobType: "count", status: "failed", count: 1 },
        { jobType: "count", status: "pending", count: 1 },
        { jobType: "unknown", status: "pending", count: 1 },
      ],
      nextDue: addMs(START, 2 * DAY_MS + HOUR_MS),
      unknownTypes: ["unknown"],
      lastDay: { completed: 1, failed: 1, retried: 1 },
    });
  });

  test("prune deletes what finished before a moment, more than one batch of it, and nothing else", async () => {
    const scheduler = bench.makeScheduler();
    const finishedAt = addMs(START, -DAY_MS).toISOString();
    await bench.script(`
      insert into scheduled_jobs (job_id, job_type, scheduled_time, payload, status, completed_at)
        select 'old-' || n, 'count', '${finishedAt}', '{}', 'completed', '${finishedAt}' from generate_series(1, 2500) n;
      insert into scheduled_jobs (job_id, job_type, scheduled_time, payload, status, completed_at)
        values ('new', 'count', '${finishedAt}', '{}', 'failed', '${START.toISOString()}');
      insert into scheduled_jobs (job_id, job_type, scheduled_time, payload) values ('waiting', 'count', '${finishedAt}', '{}');
      insert into job_execution_history (job_id, job_type, execution_time, status, run)
        select 'old-' || n, 'count', '${finishedAt}', 'completed', 1 from generate_series(1, 2500) n;
      insert into job_execution_history (job_id, job_type, execution_time, status) values ('new', 'count', '${START.toISOString()}', 'failed')`);

    expect(await scheduler.prune(START)).toBe(2500);
    expect(await bench.values("select job_id as value from scheduled_jobs order by 1")).toEqual(["new", "waiting"]);
    expect(await bench.values("select job_id as value from job_execution_history")).toEqual(["new"]);
    expect(await scheduler.prune(START)).toBe(0);
  });

  test("rows that others write with the columns of the specification alone", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await bench.script(`
      insert into scheduled_jobs (job_id, job_type, scheduled_time, payload, retry_count, max_retries)
        values ('by-hand', 'count', '${START.toISOString()}', '{"number": 1}', null, null);
      insert into job_execution_history (job_id, job_type, execution_time, status)
        values ('by-hand', 'count', '${START.toISOString()}', 'completed'), ('by-hand', 'count', '${START.toISOString()}', 'failed')`);
    await scheduler.settle();
    const job = await scheduler.inspect("by-hand");
    expect(job).toMatchObject({ status: "completed", retryCount: 0 });
    expect(job?.runs).toHaveLength(3);
  });

  test("no state that the life of a job does not know", async () => {
    const insert = (columns: string, values: string): Promise<void> =>
      bench.script(
        `insert into scheduled_jobs (job_id, job_type, scheduled_time, payload, ${columns}) values ('x', 'count', now(), '{}', ${values})`,
      );
    for (const [columns, values] of [
      ["status", "'scheduled'"],
      ["status", "'running'"],
      ["status", "'completed'"],
      ["completed_at", "now()"],
      ["lease_token, lease_until", "gen_random_uuid(), now()"],
    ] as const) {
      await expect(insert(columns, values)).rejects.toMatchObject({ code: "STATEMENT_FAILED", sqlState: "23514" });
    }
  });
});
