import { describe, expect, test } from "vitest";

import type { Transaction } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/kernel/index.ts";
import type { JobStatus, Scheduler, SchedulerEvents } from "../../src/scheduler/index.ts";
import { type Bench, countJob, gate, nextRunEnd, START, statusesOf, useBench } from "./scheduler-fixture.ts";

const STATUSES = ["pending", "running", "completed", "failed", "cancelled"] as const satisfies readonly JobStatus[];
type Operation = "cancel" | "retry" | "runNow" | "reschedule";

/** Each operation as it is called on a job, and the states that it takes a job from. */
const OPERATIONS: Readonly<
  Record<
    Operation,
    { from: readonly JobStatus[]; act(s: Scheduler, id: string, o?: { transaction: Transaction }): Promise<unknown> }
  >
> = {
  cancel: {
    from: ["pending", "running"],
    act: (scheduler, id, options) => scheduler.cancel(id, "not needed", options),
  },
  retry: { from: ["failed", "cancelled"], act: (scheduler, id, options) => scheduler.retry(id, options) },
  runNow: { from: ["pending"], act: (scheduler, id, options) => scheduler.runNow(id, options) },
  reschedule: {
    from: ["pending"],
    act: (scheduler, id, options) => scheduler.reschedule(id, addMs(START, DAY_MS), options),
  },
};
const ALL = Object.keys(OPERATIONS) as Operation[];

interface StoredJob {
  readonly id?: string;
  readonly status?: JobStatus | undefined;
  readonly key?: string;
  readonly request?: number;
}

/** Puts a job there as others would have left it: failed twice, crashed once, due in an hour. */
function store(bench: Bench, { id = "job", status = "pending", key, request = 1 }: StoredJob = {}): Promise<void> {
  const running = status === "running";
  const finished = status !== "pending" && !running;
  return bench.script(`
    insert into scheduled_jobs (job_id, job_type, job_key, request, scheduled_time, payload, status, retry_count, crash_count,
      run, error_message, started_at, completed_at, lease_token, lease_until)
    overriding system value
    values ('${id}', 'count', ${key === undefined ? "null" : `'${key}'`}, ${request},
      '${addMs(START, HOUR_MS).toISOString()}', '{"number": 1}', '${status}', 2, 1, 3, 'Error: oh',
      '${START.toISOString()}', ${finished ? `'${START.toISOString()}'` : "null"},
      ${running ? "gen_random_uuid(), clock_timestamp() + interval '1 hour'" : "null, null"})`);
}

/** Everything about a job, as one text. */
async function row(bench: Bench, id = "job"): Promise<string | undefined> {
  const rows = await bench.values(
    `select to_jsonb(job)::text as value from scheduled_jobs as job where job_id = '${id}'`,
  );
  return rows[0];
}

function operatedOf(scheduler: Scheduler): SchedulerEvents["job:operated"][] {
  const events: SchedulerEvents["job:operated"][] = [];
  scheduler.on("job:operated", (event) => events.push(event));
  return events;
}

describeOnEachDatabase("what operators do", (open) => {
  const bench = useBench(open);

  describe.each(ALL)("%s", (operation) => {
    const { from, act } = OPERATIONS[operation];

    test.each(STATUSES)(
      "takes a job from the states that it names, and leaves every other alone: %s",
      async (status) => {
        const scheduler = bench.makeScheduler();
        const events = operatedOf(scheduler);
        await store(bench, { status });
        const before = await row(bench);
        if (from.includes(status)) {
          await act(scheduler, "job");
          expect(await row(bench)).not.toBe(before);
          expect(events).toHaveLength(1);
        } else {
          await expect(act(scheduler, "job")).rejects.toMatchObject({
            code: "JOB_STATE",
            found: status,
            allowed: from,
          });
          expect(await row(bench)).toBe(before);
          expect(events).toEqual([]);
        }
      },
    );

    test("says that there is no such job", async () => {
      const missing = act(bench.makeScheduler(), "missing");
      await expect(missing).rejects.toMatchObject({ code: "JOB_NOT_FOUND", jobId: "missing" });
    });

    test("is part of the caller's transaction, and is told of after its commit", async () => {
      const scheduler = bench.makeScheduler();
      const events = operatedOf(scheduler);
      await store(bench, { status: from[0] });
      const before = await row(bench);
      const rolledBack = bench.database.transaction(async (transaction) => {
        await act(scheduler, "job", { transaction });
        throw new RangeError("no");
      });
      await expect(rolledBack).rejects.toThrow(RangeError);
      expect(await row(bench)).toBe(before);
      expect(events).toEqual([]);

      await bench.database.transaction(async (transaction) => {
        await act(scheduler, "job", { transaction });
        expect(events).toEqual([]);
      });
      expect(await row(bench)).not.toBe(before);
      expect(events).toMatchObject([{ jobId: "job", jobType: "count" }]);
    });
  });

  test("a pending job that is cancelled is over, with its reason and without a run", async () => {
    const scheduler = bench.makeScheduler();
    const events = operatedOf(scheduler);
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 }, { at: addMs(START, HOUR_MS) });
    expect(await scheduler.cancel(jobId, "a typo")).toBe("cancelled");
    bench.time.advance(2 * HOUR_MS);
    await scheduler.settle();
    const expected = { status: "cancelled", errorMessage: "a typo", cancelReason: null, completedAt: START, runs: [] };
    expect(await scheduler.inspect(jobId)).toMatchObject(expected);
    expect(events).toEqual([{ action: "cancel", jobId, jobType: "count", detail: "a typo" }]);
  });

  test("a running job is asked to end, once: the first reason stays", async () => {
    const scheduler = bench.makeScheduler();
    const events = operatedOf(scheduler);
    await store(bench, { status: "running" });
    expect(await scheduler.cancel("job", "too \0 long")).toBe("cancelling");
    expect(await scheduler.cancel("job", "me too")).toBe("cancelling");
    expect(await scheduler.inspect("job")).toMatchObject({ status: "running", cancelReason: "too  long" });
    expect(events).toEqual([{ action: "cancel", jobId: "job", jobType: "count", detail: "too  long" }]);
  });

  test("a failed job that is retried has a clean record, runs at once, and its runs are counted on", async () => {
    const scheduler = bench.makeScheduler();
    let willing = false;
    scheduler.register(countJob, async ({ retryCount }) => {
      if (!willing || retryCount > 0) {
        throw new RangeError("no");
      }
      return { type: "completed" };
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule({ ...countJob, maxRetries: 0 }, { number: 1 });
    await scheduler.settle();
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "failed" });

    willing = true;
    bench.time.advance(SECOND_MS);
    const completed = nextRunEnd(scheduler, "completed");
    expect(await scheduler.retry(jobId)).toEqual({ jobId, scheduledTime: addMs(START, SECOND_MS) });
    await completed;
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "completed", retryCount: 0, errorMessage: null });
    expect(await statusesOf(scheduler, jobId)).toEqual(["failed", "completed"]);
  });

  test("a quarantined or cancelled job that is retried forgets its crashes, its end and its reason", async () => {
    const scheduler = bench.makeScheduler();
    await store(bench, { status: "cancelled" });
    await scheduler.retry("job");
    expect(JSON.parse((await row(bench)) ?? "")).toMatchObject({
      status: "pending",
      retry_count: 0,
      crash_count: 0,
      completed_at: null,
      error_message: null,
      cancel_reason: null,
      request: 1,
    });
  });

  test.each([
    ["a newer request waits", { status: "pending", request: 2 }],
    ["a newer request runs", { status: "running", request: 2 }],
    ["an older request waits", { status: "pending", request: 0 }],
  ] as const)("a job is not retried where %s under its key", async (_, other) => {
    const scheduler = bench.makeScheduler();
    await store(bench, { status: "failed", key: "ada" });
    await store(bench, { id: "other", key: "ada", ...other });
    const before = await row(bench);
    const superseded = { code: "JOB_SUPERSEDED", jobId: "job", otherJobId: "other" };
    await expect(scheduler.retry("job")).rejects.toMatchObject(superseded);
    expect(await row(bench)).toBe(before);
  });

  test.each([
    ["an older request runs under its key", { status: "running", request: 0, key: "ada" }],
    ["a newer request is finished", { status: "completed", request: 2, key: "ada" }],
    ["a newer request has another key", { status: "pending", request: 2, key: "bob" }],
  ] as const)("a job is retried where %s", async (_, other) => {
    const scheduler = bench.makeScheduler();
    await store(bench, { status: "failed", key: "ada" });
    await store(bench, { id: "other", ...other });
    expect(await scheduler.retry("job")).toEqual({ jobId: "job", scheduledTime: START });
  });

  test("a job that is run now, or is due sooner, ends the sleep of this process", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await scheduler.settle();
    for (const act of [
      (jobId: string) => scheduler.runNow(jobId),
      (jobId: string) => scheduler.reschedule(jobId, addMs(START, -HOUR_MS)),
    ]) {
      const { jobId } = await scheduler.schedule(countJob, { number: 1 }, { at: addMs(START, DAY_MS) });
      const ended = nextRunEnd(scheduler);
      await act(jobId);
      expect(await ended).toMatchObject({ jobId, status: "completed" });
    }
  });

  test("a job that is overdue keeps its moment when it is run now", async () => {
    const scheduler = bench.makeScheduler();
    await store(bench);
    bench.time.advance(2 * HOUR_MS);
    expect(await scheduler.runNow("job")).toEqual({ jobId: "job", scheduledTime: addMs(START, HOUR_MS) });
  });

  test("a job that is rescheduled is not run before its new moment", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 }, { at: addMs(START, HOUR_MS) });
    const later = addMs(START, 3 * HOUR_MS);
    expect(await scheduler.reschedule(jobId, later)).toEqual({ jobId, scheduledTime: later });
    bench.time.set(addMs(later, -1));
    await scheduler.settle();
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "pending" });
    bench.time.set(later);
    await scheduler.settle();
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "completed" });
  });

  test("a pause and its end are stored, told once, and may come twice", async () => {
    const scheduler = bench.makeScheduler();
    const events = operatedOf(scheduler);
    await scheduler.pause("count");
    bench.time.advance(MINUTE_MS);
    await scheduler.pause("count");
    await scheduler.pause("of-nobody");
    expect(await bench.makeScheduler().pausedTypes()).toEqual([
      { jobType: "count", pausedAt: START },
      { jobType: "of-nobody", pausedAt: addMs(START, MINUTE_MS) },
    ]);
    await scheduler.resume("count");
    await scheduler.resume("count");
    expect(await scheduler.pausedTypes()).toMatchObject([{ jobType: "of-nobody" }]);
    expect(events).toEqual([
      { action: "pause", jobId: null, jobType: "count", detail: null },
      { action: "pause", jobId: null, jobType: "of-nobody", detail: null },
      { action: "resume", jobId: null, jobType: "count", detail: null },
    ]);
  });

  test("what cannot be meant is refused before the database is asked", async () => {
    const database = await open();
    await database.close();
    const scheduler = bench.makeScheduler({}, { database });
    const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
      ...["", "\0", "\ud800", "x".repeat(256)].flatMap((id) =>
        ALL.map((operation) => ["jobId", () => OPERATIONS[operation].act(scheduler, id)] as const),
      ),
      ["reason", () => scheduler.cancel("job", undefined as unknown as string)],
      ["at", () => scheduler.reschedule("job", new Date(Number.NaN))],
      ["at", () => scheduler.reschedule("job", new Date(-1e15))],
      ["jobType", () => scheduler.pause("")],
      ["jobType", () => scheduler.pause("x".repeat(101))],
      ["jobType", () => scheduler.resume("a\0b")],
      ["limit", () => scheduler.list({ limit: 0 })],
      ["limit", () => scheduler.list({ limit: 1_001 })],
      ["limit", () => scheduler.list({ limit: 1.5 })],
      ["status", () => scheduler.list({ limit: 1, status: "lost" as JobStatus })],
      ["type", () => scheduler.list({ limit: 1, type: "\0" })],
      ["key", () => scheduler.list({ limit: 1, key: "" })],
      ["before", () => scheduler.list({ limit: 1, before: "\0" })],
      ["finishedBefore", () => scheduler.prune(new Date(Number.NaN))],
    ];
    for (const [field, act] of refused) {
      await expect(act(), field).rejects.toMatchObject({ code: "JOB_OPERATION_INVALID", field });
    }
  });
});

describeOnEachDatabase("operators beside somebody who holds a job's row", (open, kind) => {
  const bench = useBench(open);

  /** Starts `act` while another transaction, which has run `sql`, is open, and lets that commit once `act` waits for it. */
  async function besides<T>(sql: string, act: () => Promise<T>, meanwhile = async () => Promise.resolve()): Promise<T> {
    const [held, release] = [gate(), gate()];
    const holder = bench.database.transaction(async (transaction) => {
      await transaction.script(sql);
      held.open();
      await release.passed;
    });
    await held.passed;
    let answered = false;
    const answer = act().finally(() => {
      answered = true;
    });
    answer.catch(() => undefined);
    const waiting = `select count(*)::text as value from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    do {
      expect(answered, "it was to wait").toBe(false);
    } while ((await bench.values(waiting))[0] === "0");
    await meanwhile();
    release.open();
    await holder;
    return answer;
  }

  const CLAIM = `update scheduled_jobs set status = 'running', started_at = now(), lease_token = gen_random_uuid(),
    lease_until = now() + interval '1 hour' where job_id = 'job'`;

  // An embedded database has one connection: whoever comes second waits in line, and nothing is ever between.
  describe.skipIf(kind === "embedded")("on several connections", () => {
    test("a job that is being claimed is run, not cancelled, and then asked to end", async () => {
      const scheduler = bench.makeScheduler();
      await store(bench);
      expect(await besides(CLAIM, () => scheduler.cancel("job", "late"))).toBe("cancelling");
      expect(await scheduler.inspect("job")).toMatchObject({ status: "running", cancelReason: "late" });
    });

    test.each(["runNow", "reschedule"] as const)(
      "a job that is being claimed is running when %s gets to it",
      async (operation) => {
        const scheduler = bench.makeScheduler();
        await store(bench);
        const late = besides(CLAIM, () => OPERATIONS[operation].act(scheduler, "job"));
        await expect(late).rejects.toMatchObject({ code: "JOB_STATE", found: "running" });
        expect(await scheduler.inspect("job")).toMatchObject({ scheduledTime: addMs(START, HOUR_MS) });
      },
    );

    test("a job whose run is just led back to pending is cancelled at once", async () => {
      const scheduler = bench.makeScheduler();
      await store(bench, { status: "running" });
      const returned = "update scheduled_jobs set status = 'pending', lease_token = null, lease_until = null";
      expect(await besides(returned, () => scheduler.cancel("job", "no"))).toBe("cancelled");
      expect(await scheduler.inspect("job")).toMatchObject({ status: "cancelled", cancelReason: null });
    });

    test("a job is not retried where a request of its key comes at the same moment", async () => {
      const scheduler = bench.makeScheduler();
      await store(bench, { status: "failed", key: "ada" });
      const request = `insert into scheduled_jobs (job_id, job_type, job_key, request, scheduled_time, payload)
        overriding system value values ('newer', 'count', 'ada', 2, now(), '{}')`;
      const superseded = { code: "JOB_SUPERSEDED", otherJobId: "newer" };
      await expect(besides(request, () => scheduler.retry("job"))).rejects.toMatchObject(superseded);
      expect(await scheduler.inspect("job")).toMatchObject({ status: "failed" });

      await bench.script("delete from scheduled_jobs where job_id = 'newer'");
      const inTransaction = (): Promise<unknown> =>
        bench.database.transaction((transaction) => scheduler.retry("job", { transaction }));
      await expect(besides(request, inTransaction)).rejects.toMatchObject({ code: "JOB_SUPERSEDED", otherJobId: null });
    });

    test("a job is not retried where a request of its key came and was claimed while it waited for its row", async () => {
      const scheduler = bench.makeScheduler();
      await store(bench, { status: "failed", key: "ada" });
      const late = besides(
        "select from scheduled_jobs where job_id = 'job' for update",
        () => scheduler.retry("job"),
        () => store(bench, { id: "newer", status: "running", key: "ada", request: 2 }),
      );
      await expect(late).rejects.toMatchObject({ code: "JOB_SUPERSEDED", otherJobId: "newer" });
      expect(await scheduler.inspect("job")).toMatchObject({ status: "failed" });
    });
  });
});
