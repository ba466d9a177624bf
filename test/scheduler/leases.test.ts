import { expect, test } from "vitest";

import { statement } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, HOUR_MS } from "../../src/kernel/index.ts";
import {
  aborted,
  countJob,
  gate,
  nextEvent,
  nextRunEnd,
  START,
  statusesOf,
  textWith,
  useBench,
} from "./scheduler-fixture.ts";

const STEAL = "update scheduled_jobs set lease_token = gen_random_uuid() where status = 'running'";
const EXPIRE =
  "update scheduled_jobs set lease_until = clock_timestamp() - interval '1 second' where status = 'running'";
const FAST = { leaseMs: 600, heartbeatMs: 20, maxSleepMs: 30_000 };

/** A run of a process that no longer exists. */
const vanishedRun = (facts: { jobId: string; key?: string; crashes?: number; leaseEnds?: string }): string => `
  insert into scheduled_jobs (job_id, job_type, job_key, scheduled_time, payload, status, started_at, run, crash_count,
                              lease_token, lease_until, worker)
  values ('${facts.jobId}', 'count', ${facts.key === undefined ? "null" : `'${facts.key}'`}, '${START.toISOString()}',
          '{"number": 0}', 'running', '${START.toISOString()}', 1, ${facts.crashes ?? 0}, gen_random_uuid(),
          ${facts.leaseEnds ?? "clock_timestamp() - interval '1 second'"}, 'vanished')`;

const locksWaitedFor = statement<{ readonly count: number }>(
  "test-locks-waited-for",
  ["count"],
  `select count(*)::integer as count from pg_locks
    where not granted and locktype = 'transactionid' and pid in (select pid from pg_stat_activity where datname = current_database())`,
);

const addNote = statement("test-add-lease-note", [], "insert into note (text) values ($1)");

describeOnEachDatabase("leases", (open) => {
  const bench = useBench(open);

  test("writes nothing about a run whose lease somebody else holds by then", async () => {
    await bench.script("create table if not exists note (text text); truncate note");
    const scheduler = bench.makeScheduler();
    const started = gate();
    const finish = gate();
    scheduler.register(countJob, async () => {
      started.open();
      await finish.passed;
      return {
        type: "completed",
        write: async (transaction) => {
          await transaction.run(addNote, ["written"]);
        },
      };
    });
    const lost = nextEvent(scheduler, "job:lease-lost");
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    await bench.script(STEAL);
    finish.open();

    expect(await lost).toEqual({ jobId, jobType: "count", run: 1 });
    expect(await bench.values("select text as value from note")).toEqual([]);
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "running", runs: [] });
  });

  test.each(["retry", "snooze", "throw"])("writes nothing about a lost run that ends with a %s either", async (end) => {
    const scheduler = bench.makeScheduler();
    const started = gate();
    const finish = gate();
    scheduler.register(countJob, async () => {
      started.open();
      await finish.passed;
      if (end === "throw") {
        throw new RangeError("too late");
      }
      return end === "retry"
        ? { type: "retry", error: new RangeError("too late") }
        : { type: "snooze", until: addMs(START, HOUR_MS) };
    });
    const lost = nextEvent(scheduler, "job:lease-lost");
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    await bench.script(STEAL);
    finish.open();
    await lost;
    expect(await scheduler.inspect(jobId)).toMatchObject({
      status: "running",
      retryCount: 0,
      scheduledTime: START,
      runs: [],
    });
  });

  test("tells a handler that its lease is lost", async () => {
    const scheduler = bench.makeScheduler(FAST);
    const started = gate();
    const told = Promise.withResolvers<unknown>();
    scheduler.register(countJob, async ({ signal }) => {
      started.open();
      told.resolve(await aborted(signal));
      return { type: "completed" };
    });
    await scheduler.start();
    await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    await bench.script(STEAL);
    expect(await told.promise).toMatchObject({ code: "JOB_LEASE_LOST" });
  });

  test("renews the lease for as long as the run lasts", async () => {
    const scheduler = bench.makeScheduler(FAST);
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
    await bench.script(EXPIRE);
    await expect
      .poll(() => bench.values("select (lease_until > clock_timestamp())::text as value from scheduled_jobs"))
      .toEqual(["true"]);
    finish.open();
    await scheduler.settle();
    expect(await statusesOf(scheduler, jobId)).toEqual(["completed"]);
  });

  test("rescues a run whose lease has ended, without blame, and runs the job again", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    const rescued = nextRunEnd(scheduler, "crashed");
    await bench.script(vanishedRun({ jobId: "lost" }));
    await scheduler.start();
    await scheduler.settle();

    expect(await rescued).toMatchObject({ jobId: "lost", run: 1, jobStatus: "pending", durationMs: null });
    const job = await scheduler.inspect("lost");
    expect(job).toMatchObject({ status: "completed", retryCount: 0 });
    expect(job?.runs).toMatchObject([
      { run: 1, status: "crashed", worker: "vanished", durationMs: null },
      { run: 2, status: "completed" },
    ]);
  });

  test("rescues a run at the moment that its lease ends, without being told", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await bench.script(vanishedRun({ jobId: "lost", leaseEnds: "clock_timestamp() + interval '150 milliseconds'" }));
    const completed = nextRunEnd(scheduler, "completed");
    await scheduler.start();
    expect(await completed).toMatchObject({ jobId: "lost", run: 2 });
  });

  test("leaves a run alone whose lease holds", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await bench.script(vanishedRun({ jobId: "alive", leaseEnds: "clock_timestamp() + interval '1 hour'" }));
    await bench.script(vanishedRun({ jobId: "lost" }));
    const completed = nextRunEnd(scheduler, "completed");
    await scheduler.start();
    expect(await completed).toMatchObject({ jobId: "lost" });
    expect(await scheduler.inspect("alive")).toMatchObject({ status: "running" });
  });

  test("rescues every run at once where earlier processes are known to be dead", async () => {
    const scheduler = bench.makeScheduler({ soleOwner: true });
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await bench.script(vanishedRun({ jobId: "lost", leaseEnds: "clock_timestamp() + interval '1 hour'" }));
    await scheduler.start();
    await scheduler.settle();
    expect(await statusesOf(scheduler, "lost")).toEqual(["crashed", "completed"]);
  });

  test("rescues runs of a type that it does not know: the job waits again", async () => {
    const scheduler = bench.makeScheduler();
    const rescued = nextRunEnd(scheduler);
    await bench.script(vanishedRun({ jobId: "lost" }));
    await scheduler.start();
    expect(await rescued).toMatchObject({ jobId: "lost", status: "crashed", jobStatus: "pending" });
  });

  test("puts a job into quarantine at its third crash", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    const rescued = nextRunEnd(scheduler);
    await bench.script(vanishedRun({ jobId: "poison", crashes: 2 }));
    await scheduler.start();
    await scheduler.settle();
    expect(await rescued).toMatchObject({ status: "crashed", jobStatus: "failed" });
    expect(await scheduler.inspect("poison")).toMatchObject({
      status: "failed",
      retryCount: 0,
      errorMessage: textWith("quarantined"),
      runs: [{ run: 1, status: "crashed" }],
    });
  });
});

describeOnEachDatabase("a request that comes during a run", (open, kind) => {
  const bench = useBench(open);

  /** Starts a run of the key `k` and waits until it is in the handler; `finish` lets it end as told. */
  async function runInProgress(end: "completed" | "retry" | "snooze") {
    const scheduler = bench.makeScheduler();
    const started = gate();
    const finish = gate();
    const seen: number[] = [];
    scheduler.register(countJob, async ({ payload }) => {
      seen.push(payload.number);
      if (payload.number > 0) {
        return { type: "completed" };
      }
      started.open();
      await finish.passed;
      switch (end) {
        case "completed":
          return { type: "completed" };
        case "retry":
          return { type: "retry", error: new RangeError("again") };
        case "snooze":
          return { type: "snooze", until: addMs(START, HOUR_MS) };
      }
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 0 }, { key: "k" });
    await started.passed;
    return { scheduler, jobId, seen, finish };
  }

  test.each(["keep", "replace"] as const)("makes the next job (%s), which runs as well", async (mode) => {
    const { scheduler, jobId, seen, finish } = await runInProgress("completed");
    const next = await scheduler.schedule(countJob, { number: 1 }, { key: "k", mode });
    expect(next.jobId).not.toBe(jobId);
    finish.open();
    await scheduler.settle();
    expect(seen).toEqual([0, 1]);
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "completed" });
    expect(await scheduler.inspect(next.jobId)).toMatchObject({ status: "completed" });
  });

  test.each(["retry", "snooze"] as const)("supersedes a run that ends with a %s", async (end) => {
    const { scheduler, jobId, seen, finish } = await runInProgress(end);
    const ended = nextRunEnd(scheduler, "superseded");
    const at = addMs(START, HOUR_MS / 2);
    const next = await scheduler.schedule(countJob, { number: 1 }, { key: "k", at });
    finish.open();

    expect(await ended).toMatchObject({ jobId, jobStatus: "cancelled" });
    const job = await scheduler.inspect(jobId);
    expect(job).toMatchObject({
      status: "cancelled",
      retryCount: end === "retry" ? 1 : 0,
      errorMessage: "superseded by a newer request",
    });
    expect(job?.runs).toMatchObject([{ status: "superseded" }]);

    bench.time.set(at);
    await scheduler.settle();
    expect(seen).toEqual([0, 1]);
    expect(await scheduler.inspect(next.jobId)).toMatchObject({ status: "completed" });
  });

  test("supersedes a run that ends with a retry even while it runs itself: the newest request is never dropped for an older one", async () => {
    const scheduler = bench.makeScheduler();
    const gates = [gate(), gate()];
    const started = [gate(), gate()];
    const seen: number[] = [];
    scheduler.register(countJob, async ({ payload, run }) => {
      seen.push(payload.number);
      if (run === 1) {
        started[payload.number]?.open();
        await gates[payload.number]?.passed;
        throw new RangeError("again");
      }
      return { type: "completed" };
    });
    await scheduler.start();
    const older = await scheduler.schedule(countJob, { number: 0 }, { key: "k" });
    await started[0]?.passed;
    const newer = await scheduler.schedule(countJob, { number: 1 }, { key: "k" });
    await started[1]?.passed;

    const superseded = nextRunEnd(scheduler, "superseded");
    gates[0]?.open();
    expect(await superseded).toMatchObject({ jobId: older.jobId });
    gates[1]?.open();
    await scheduler.settle();
    bench.time.advance(HOUR_MS);
    await scheduler.settle();
    expect(seen).toEqual([0, 1, 1]);
    expect(await statusesOf(scheduler, newer.jobId)).toEqual(["retry", "completed"]);
  });

  test("supersedes a run whose process vanished", async () => {
    const scheduler = bench.makeScheduler();
    const seen: number[] = [];
    scheduler.register(countJob, async ({ payload }) => {
      seen.push(payload.number);
      return { type: "completed" };
    });
    await bench.script(vanishedRun({ jobId: "older", key: "k" }));
    await bench.script(vanishedRun({ jobId: "newer", key: "k" })); // claimed while the older one ran
    await scheduler.start();
    await scheduler.settle();
    expect(await scheduler.inspect("older")).toMatchObject({ status: "cancelled", runs: [{ status: "superseded" }] });
    expect(await statusesOf(scheduler, "newer")).toEqual(["crashed", "completed"]);
    expect(seen).toEqual([0]);
  });

  test("is seen when it commits at the very moment at which the run goes back to waiting", async () => {
    const { scheduler, jobId, finish } = await runInProgress("retry");
    const ended = nextRunEnd(scheduler, "superseded");
    const at = addMs(START, HOUR_MS / 2);
    // On a server the run's end meets the uncommitted request, waits for it, and has to look again.
    const { jobId: nextId } = await bench.database.transaction(async (transaction) => {
      const next = await scheduler.schedule(countJob, { number: 1 }, { key: "k", at, transaction });
      finish.open();
      while (kind === "server" && (await transaction.run(locksWaitedFor))[0]?.count === 0) {
        // look again: the end of the run is not there yet
      }
      return next;
    });
    expect(await ended).toMatchObject({ jobId, jobStatus: "cancelled" });
    bench.time.set(at);
    await scheduler.settle();
    expect(await scheduler.inspect(nextId)).toMatchObject({ status: "completed" });
  });
});
