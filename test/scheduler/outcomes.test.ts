import { expect, test } from "vitest";
import { z } from "zod";

import { statement } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, HOUR_MS, MINUTE_MS } from "../../src/kernel/index.ts";
import type { JobOutcome, JobRun } from "../../src/scheduler/index.ts";
import { aborted, countJob, nextRunEnd, START, statusesOf, textWith, useBench } from "./scheduler-fixture.ts";

type CountRun = JobRun<{ number: number }>;

describeOnEachDatabase("the outcome of a run", (open) => {
  const bench = useBench(open);

  /** Schedules one job, lets it run until nothing is due, and says what has become of it. */
  async function outcomeOf(handler: (run: CountRun) => Promise<JobOutcome>, type: object = {}) {
    const scheduler = bench.makeScheduler();
    scheduler.register({ ...countJob, ...type }, handler);
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 }, { key: "k" });
    await scheduler.settle();
    const job = await scheduler.inspect(jobId);
    return { scheduler, jobId, job };
  }

  test("hands the handler its job as it was scheduled", async () => {
    const seen: CountRun[] = [];
    const { jobId } = await outcomeOf(async (run) => {
      seen.push(run);
      return { type: "completed" };
    });
    expect(seen).toEqual([
      {
        jobId,
        run: 1,
        key: "k",
        payload: { number: 1 },
        scheduledTime: START,
        retryCount: 0,
        signal: expect.any(AbortSignal) as unknown,
      },
    ]);
  });

  test("completed: it is done, and the history has its run", async () => {
    const { job } = await outcomeOf(async () => ({ type: "completed" }));
    expect(job).toMatchObject({
      status: "completed",
      startedAt: START,
      completedAt: START,
      errorMessage: null,
      retryCount: 0,
    });
    expect(job?.runs).toMatchObject([
      { run: 1, status: "completed", executionTime: START, queueDelayMs: 0, errorMessage: null },
    ]);
    expect(job?.runs[0]?.worker).toMatch(/^\w{22}$/);
    expect(job?.runs[0]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  test("cancel: it never runs again, and the reason is kept", async () => {
    const { job } = await outcomeOf(async () => ({ type: "cancel", reason: "no longer wanted" }));
    expect(job).toMatchObject({ status: "cancelled", completedAt: START, errorMessage: "no longer wanted" });
    expect(job?.runs).toMatchObject([{ status: "cancelled", errorMessage: "no longer wanted" }]);
  });

  test("snooze: it waits until then, and uses no retry", async () => {
    const until = addMs(START, MINUTE_MS);
    const { scheduler, job, jobId } = await outcomeOf(async ({ run }) =>
      run === 1 ? { type: "snooze", until } : { type: "completed" },
    );
    expect(job).toMatchObject({ status: "pending", scheduledTime: until, retryCount: 0 });
    expect(await scheduler.nextDue()).toEqual(until);

    bench.time.set(addMs(until, 7));
    await scheduler.settle();
    const after = await scheduler.inspect(jobId);
    expect(after).toMatchObject({ status: "completed", retryCount: 0 });
    expect(after?.runs).toMatchObject([
      { run: 1, status: "snoozed" },
      { run: 2, status: "completed", queueDelayMs: 7 },
    ]);
  });

  test("snooze into the past: it waits for a second, so that it cannot spin", async () => {
    const { job } = await outcomeOf(async () => ({ type: "snooze", until: addMs(START, -HOUR_MS) }));
    expect(job).toMatchObject({ status: "pending", scheduledTime: addMs(START, 1_000) });
  });

  test("retry: it waits as long as its type says, and the error is kept", async () => {
    const { job } = await outcomeOf(async () => ({ type: "retry", error: new RangeError("not today") }));
    expect(job).toMatchObject({
      status: "pending",
      scheduledTime: addMs(START, HOUR_MS),
      retryCount: 1,
      errorMessage: "RangeError: not today",
    });
    expect(job?.runs).toMatchObject([{ status: "retry", errorMessage: "RangeError: not today" }]);
  });

  test("a thrown error is a retry; after the last one the job has failed", async () => {
    const counts: number[] = [];
    const { scheduler, jobId } = await outcomeOf(async ({ retryCount }) => {
      counts.push(retryCount);
      throw new RangeError(`\0failure ${retryCount}`);
    });
    for (let hour = 0; hour < 5; hour += 1) {
      bench.time.advance(HOUR_MS);
      await scheduler.settle();
    }
    expect(counts).toEqual([0, 1, 2, 3]);
    expect(await scheduler.inspect(jobId)).toMatchObject({
      status: "failed",
      retryCount: 3,
      maxRetries: 3,
      errorMessage: "RangeError: failure 3",
    });
    expect(await statusesOf(scheduler, jobId)).toEqual(["retry", "retry", "retry", "failed"]);
  });

  test.each([
    ["nothing", undefined],
    ["a text", "completed"],
    ["an unknown type", { type: "done" }],
    ["a snooze without a date", { type: "snooze", until: new Date(NaN) }],
    ["a retry without an error", { type: "retry" }],
    ["a cancel without a reason", { type: "cancel" }],
    ["a write that is no function", { type: "completed", write: true }],
  ])("an outcome that is %s is a failure, never a success", async (_, value) => {
    const { job } = await outcomeOf(async () => value as JobOutcome);
    expect(job).toMatchObject({ status: "pending", retryCount: 1 });
    expect(job?.runs).toMatchObject([{ status: "retry", errorMessage: textWith("JOB_OUTCOME_UNKNOWN") }]);
  });

  test("a stored payload that no longer fits fails at once, without a retry and without the handler", async () => {
    const { job } = await outcomeOf(
      async () => {
        throw new Error("must not be called");
      },
      { payload: z.object({ number: z.string() }) },
    );
    expect(job).toMatchObject({
      status: "failed",
      retryCount: 0,
      errorMessage: textWith("JOB_PAYLOAD_MISMATCH"),
    });
    expect(job?.runs).toMatchObject([{ status: "failed" }]);
  });

  test("a run that takes too long is told so, and counts as a failure", async () => {
    const reasons: unknown[] = [];
    const { job } = await outcomeOf(
      async ({ signal }) => {
        reasons.push(await aborted(signal));
        throw new Error("stopped half way");
      },
      { timeoutMs: 10 },
    );
    expect(reasons).toMatchObject([{ code: "JOB_TIMED_OUT" }]);
    expect(job).toMatchObject({ status: "pending", retryCount: 1 });
    expect(job?.runs).toMatchObject([{ status: "timed_out" }]);
  });

  test("a run that takes too long but ends well has ended well", async () => {
    const { job } = await outcomeOf(
      async ({ signal }) => {
        await aborted(signal);
        return { type: "completed" };
      },
      { timeoutMs: 10 },
    );
    expect(job).toMatchObject({ status: "completed" });
  });

  test("a handler that never returns loses its place, and what it says later is ignored", async () => {
    const late = Promise.withResolvers<JobOutcome>();
    const { scheduler, job, jobId } = await outcomeOf(async () => late.promise, { timeoutMs: 10 });
    expect(job?.runs).toMatchObject([{ status: "timed_out" }]);

    late.resolve({ type: "completed" });
    await scheduler.settle();
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "pending", retryCount: 1 });
  });

  test("tells every end as an event, with what has become of the job", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register({ ...countJob, maxRetries: 0 }, async ({ payload }) => {
      if (payload.number === 1) {
        throw new RangeError("no");
      }
      return { type: "completed" };
    });
    await scheduler.start();
    const failed = nextRunEnd(scheduler);
    const { jobId } = await scheduler.schedule({ ...countJob, maxRetries: 0 }, { number: 1 });
    expect(await failed).toMatchObject({
      jobId,
      jobType: "count",
      run: 1,
      status: "failed",
      jobStatus: "failed",
      error: new RangeError("no"),
    });

    const completed = nextRunEnd(scheduler);
    await scheduler.schedule(countJob, { number: 2 });
    expect(await completed).toMatchObject({ status: "completed", jobStatus: "completed", error: null });
  });
});

const addNote = statement("test-add-note", [], "insert into note (text) values ($1)");

describeOnEachDatabase("what is written with the end of a run", (open) => {
  const bench = useBench(open);

  async function run(outcome: (jobRun: CountRun) => JobOutcome) {
    await bench.script(
      "create table if not exists note (text text unique deferrable initially deferred); truncate note",
    );
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async (jobRun) => outcome(jobRun));
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await scheduler.settle();
    return { scheduler, jobId };
  }

  const notes = () => bench.values("select text as value from note order by text");

  test.each<JobOutcome>([
    { type: "completed" },
    { type: "retry", error: new RangeError("again") },
    { type: "snooze", until: addMs(START, HOUR_MS) },
    { type: "cancel", reason: "enough" },
  ])("is there when the run has ended ($type)", async (outcome) => {
    const { scheduler, jobId } = await run(() => ({
      ...outcome,
      write: async (transaction) => {
        await transaction.run(addNote, [outcome.type]);
      },
    }));
    expect(await notes()).toEqual([outcome.type]);
    expect(await statusesOf(scheduler, jobId)).toHaveLength(1);
  });

  test("is undone when it throws, and the run is a failure with that error", async () => {
    const { scheduler, jobId } = await run(() => ({
      type: "completed",
      write: async (transaction) => {
        await transaction.run(addNote, ["half"]);
        throw new RangeError("the other half");
      },
    }));
    expect(await notes()).toEqual([]);
    expect(await scheduler.inspect(jobId)).toMatchObject({
      status: "pending",
      retryCount: 1,
      errorMessage: "RangeError: the other half",
    });
    expect(await statusesOf(scheduler, jobId)).toEqual(["retry"]);
  });

  test("is undone when it breaks a rule of the database, even one that is checked at the commit", async () => {
    const { scheduler, jobId } = await run(() => ({
      type: "completed",
      write: async (transaction) => {
        await transaction.run(addNote, ["twice"]);
        await transaction.run(addNote, ["twice"]);
      },
    }));
    expect(await notes()).toEqual([]);
    expect(await statusesOf(scheduler, jobId)).toEqual(["retry"]);
  });

  test("is undone when it hides that a statement failed", async () => {
    const { scheduler, jobId } = await run(() => ({
      type: "completed",
      write: async (transaction) => {
        await transaction.run(addNote, ["one"]);
        await transaction.script("select 1/0").catch(() => undefined);
      },
    }));
    expect(await notes()).toEqual([]);
    expect(await statusesOf(scheduler, jobId)).toEqual(["retry"]);
  });

  test("schedules the next job of its own key with the end of this one", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async ({ payload }) => ({
      type: "completed",
      write: async (transaction) => {
        if (payload.number < 3) {
          await scheduler.schedule(countJob, { number: payload.number + 1 }, { key: "k", transaction });
        }
      },
    }));
    await scheduler.start();
    await scheduler.schedule(countJob, { number: 1 }, { key: "k" });
    await scheduler.settle();
    const jobs = await scheduler.list({ limit: 10 });
    expect(jobs.map(({ status, payload }) => ({ status, payload }))).toEqual(
      [3, 2, 1].map((number) => ({ status: "completed", payload: { number } })),
    );
  });
});
