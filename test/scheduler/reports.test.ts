import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, HOUR_MS } from "../../src/kernel/index.ts";
import type { JobListOptions } from "../../src/scheduler/index.ts";
import { countJob, START, useBench } from "./scheduler-fixture.ts";

describeOnEachDatabase("what operators see", (open) => {
  const bench = useBench(open);

  test("nothing of a job that is not there", async () => {
    const scheduler = bench.makeScheduler();
    expect(await scheduler.inspect("no-such-job")).toBeNull();
    expect(await scheduler.inspect("\0")).toBeNull();
  });

  test("the newest jobs first, of one state, type and key or of all, a page at a time", async () => {
    const scheduler = bench.makeScheduler();
    // 1 to 9: each third failed, each fourth waits, the others completed; `even` and `odd`; keys a, b and c in turn.
    await bench.script(`
      insert into scheduled_jobs (job_id, job_type, job_key, scheduled_time, payload, status, completed_at)
        select 'job-' || n, case when n % 2 = 0 then 'even' else 'odd' end, chr(97 + n % 3), now(), '{}',
          case when n % 3 = 0 then 'failed' when n % 4 = 0 then 'pending' else 'completed' end,
          case when n % 3 = 0 or n % 4 <> 0 then now() end
        from generate_series(1, 9) as n`);
    const listed = async (options: Partial<JobListOptions>): Promise<string> =>
      (await scheduler.list({ limit: 100, ...options })).map(({ jobId }) => jobId.replace("job-", "")).join("");
    expect(await listed({})).toBe("987654321");
    expect(await listed({ limit: 4 })).toBe("9876");
    expect(await listed({ limit: 4, before: "job-6" })).toBe("5432");
    expect(await listed({ limit: 4, before: "job-2" })).toBe("1");
    expect(await listed({ status: "failed" })).toBe("963");
    expect(await listed({ status: "failed", limit: 1, before: "job-9" })).toBe("6");
    expect(await listed({ status: "pending" })).toBe("84");
    expect(await listed({ status: "completed", type: "odd" })).toBe("751");
    expect(await listed({ status: "running" })).toBe("");
    expect(await listed({ status: "cancelled" })).toBe("");
    expect(await listed({ type: "even" })).toBe("8642");
    expect(await listed({ key: "b" })).toBe("741");
    expect(await listed({ key: "b", type: "odd", before: "job-7" })).toBe("1");
    expect(await listed({ type: "no-such-type" })).toBe("");
  });

  test("a listed job is told as an inspected one, but for its runs", async () => {
    const scheduler = bench.makeScheduler();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 }, { key: "ada" });
    const [listed] = await scheduler.list({ limit: 1 });
    expect(listed).toMatchObject({ jobId, key: "ada", payload: { number: 1 }, cancelReason: null });
    expect(await scheduler.inspect(jobId)).toEqual({ ...listed, runs: [] });
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
      oldestDue: { jobType: "unknown", scheduledTime: START },
      paused: [],
      lastDay: { completed: 1, failed: 1, retried: 1, types: [expect.objectContaining({ jobType: "count", runs: 3 })] },
    });
  });

  test("the runs of the last day by type: rates over those that did or did not do their work, and how long they took", async () => {
    const scheduler = bench.makeScheduler();
    const runs = (type: string, status: string, times: readonly (readonly [number | null, number | null])[]): string =>
      times
        .map(([delayMs, durationMs], index) => {
          const values = `'${type}-${status}-${index}', '${type}', '${START.toISOString()}', '${status}', 1, ${delayMs}, ${durationMs}`;
          return `insert into job_execution_history
            (job_id, job_type, execution_time, status, run, queue_delay_ms, duration_ms) values (${values});`;
        })
        .join("\n");
    await bench.script(
      [
        runs("busy", "completed", [
          [10, 100],
          [20, 200],
          [30, 300],
        ]),
        runs("busy", "retry", [[40, 400]]),
        runs("busy", "timed_out", [[50, 1_000]]),
        runs("busy", "crashed", [[60, null]]),
        runs("busy", "failed", [[70, 100]]),
        runs("busy", "snoozed", [[80, 0]]),
        runs("idle", "interrupted", [[null, null]]),
        runs("idle", "superseded", [[null, null]]),
        `update job_execution_history set execution_time = '${addMs(START, -DAY_MS - 1).toISOString()}' where job_id = 'busy-snoozed-0'`,
      ].join("\n"),
    );
    expect((await scheduler.statistics()).lastDay).toEqual({
      completed: 3,
      failed: 0,
      retried: 2,
      types: [
        {
          jobType: "busy",
          runs: 7,
          successRate: 3 / 7,
          retryRate: 3 / 7,
          medianDelayMs: 40,
          p95DelayMs: 67,
          medianDurationMs: 250,
          p95DurationMs: 850,
        },
        {
          jobType: "idle",
          runs: 2,
          successRate: null,
          retryRate: null,
          medianDelayMs: null,
          p95DelayMs: null,
          medianDurationMs: null,
          p95DurationMs: null,
        },
      ],
    });
  });

  test("the pending job that is overdue for the longest, of a type that is not paused", async () => {
    const scheduler = bench.makeScheduler();
    const oldestDue = async () => (await scheduler.statistics()).oldestDue;
    await scheduler.schedule({ ...countJob, name: "later" }, { number: 1 }, { at: addMs(START, 1) });
    expect(await oldestDue()).toBeNull();
    await scheduler.schedule({ ...countJob, name: "second" }, { number: 1 }, { at: addMs(START, -HOUR_MS) });
    await scheduler.schedule({ ...countJob, name: "first" }, { number: 1 }, { at: addMs(START, -DAY_MS) });
    expect(await oldestDue()).toEqual({ jobType: "first", scheduledTime: addMs(START, -DAY_MS) });
    await scheduler.pause("first");
    expect(await oldestDue()).toEqual({ jobType: "second", scheduledTime: addMs(START, -HOUR_MS) });
    expect(await scheduler.statistics()).toMatchObject({ paused: ["first"] });
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

    const progress: { jobs: number; runs: number }[] = [];
    expect(await scheduler.prune(START, { onProgress: (soFar) => progress.push(soFar) })).toBe(2500);
    expect(progress).toEqual([
      { jobs: 0, runs: 1000 },
      { jobs: 0, runs: 2000 },
      { jobs: 0, runs: 2500 },
      { jobs: 999, runs: 2500 }, // a page by the ids, among them one job that stays
      { jobs: 1999, runs: 2500 },
      { jobs: 2500, runs: 2500 },
    ]);
    expect(await bench.values("select job_id as value from scheduled_jobs order by 1")).toEqual(["new", "waiting"]);
    expect(await bench.values("select job_id as value from job_execution_history")).toEqual(["new"]);
    expect(await scheduler.prune(START)).toBe(0);
  });

  test("prune stops between two batches when it is told to", async () => {
    const scheduler = bench.makeScheduler();
    await bench.script(`
      insert into scheduled_jobs (job_id, job_type, scheduled_time, payload, status, completed_at)
        select 'old-' || n, 'count', now(), '{}', 'completed', '${START.toISOString()}' from generate_series(1, 2500) n`);
    const stop = new AbortController();
    const onProgress = ({ jobs }: { readonly jobs: number }): void => {
      if (jobs > 0) {
        stop.abort();
      }
    };
    expect(await scheduler.prune(addMs(START, 1), { signal: stop.signal, onProgress })).toBe(1000);
    expect(await scheduler.prune(addMs(START, 1), { signal: stop.signal })).toBe(0);
    expect(await scheduler.prune(addMs(START, 1))).toBe(1500);
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
