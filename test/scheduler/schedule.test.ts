import { expect, test } from "vitest";
import { z } from "zod";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, HOUR_MS } from "../../src/kernel/index.ts";
import type { JobType, ScheduleOptions } from "../../src/scheduler/index.ts";
import { countJob, START, useBench } from "./scheduler-fixture.ts";

describeOnEachDatabase("scheduling a job", (open) => {
  const bench = useBench(open);

  test("stores it pending, with its moment, payload and allowed retries", async () => {
    const scheduler = bench.makeScheduler();
    const at = addMs(START, HOUR_MS);
    const { jobId, scheduledTime } = await scheduler.schedule(
      { ...countJob, maxRetries: 7 },
      { number: 1 },
      { at, key: "k" },
    );

    expect(scheduledTime).toEqual(at);
    expect(await scheduler.inspect(jobId)).toEqual({
      jobId,
      jobType: "count",
      key: "k",
      status: "pending",
      scheduledTime: at,
      createdAt: START,
      startedAt: null,
      completedAt: null,
      errorMessage: null,
      cancelReason: null,
      retryCount: 0,
      maxRetries: 7,
      payload: { number: 1 },
      runs: [],
    });
  });

  test("is due now, by the clock that was given, when no moment is named", async () => {
    const scheduler = bench.makeScheduler();
    expect((await scheduler.schedule(countJob, { number: 1 })).scheduledTime).toEqual(START);
  });

  test("replaces what waits under the same key: same job, new moment and payload, clean record", async () => {
    const scheduler = bench.makeScheduler();
    const first = await scheduler.schedule(countJob, { number: 1 }, { key: "k", at: addMs(START, HOUR_MS) });
    await bench.script("update scheduled_jobs set retry_count = 2, crash_count = 2, error_message = 'x'");

    const second = await scheduler.schedule(countJob, { number: 2 }, { key: "k", at: addMs(START, 2 * HOUR_MS) });

    expect(second).toEqual({ jobId: first.jobId, scheduledTime: addMs(START, 2 * HOUR_MS) });
    expect(await scheduler.inspect(first.jobId)).toMatchObject({
      payload: { number: 2 },
      retryCount: 0,
      errorMessage: null,
    });
    expect(await bench.values("select crash_count::text as value from scheduled_jobs")).toEqual(["0"]);
  });

  test("keeps what waits under the same key when told to", async () => {
    const scheduler = bench.makeScheduler();
    const first = await scheduler.schedule(countJob, { number: 1 }, { key: "k", at: addMs(START, HOUR_MS) });
    const second = await scheduler.schedule(countJob, { number: 2 }, { key: "k", mode: "keep" });

    expect(second).toEqual(first);
    expect(await scheduler.inspect(first.jobId)).toMatchObject({ payload: { number: 1 } });
  });

  test("lets other keys, other types, and jobs without a key wait beside each other", async () => {
    const scheduler = bench.makeScheduler();
    await scheduler.schedule(countJob, { number: 1 }, { key: "k" });
    await scheduler.schedule(countJob, { number: 2 }, { key: "other" });
    await scheduler.schedule({ ...countJob, name: "another" }, { number: 3 }, { key: "k" });
    await scheduler.schedule(countJob, { number: 4 });
    await scheduler.schedule(countJob, { number: 5 });
    expect(await scheduler.list({ limit: 10 })).toHaveLength(5);
  });

  test("leaves one waiting job when many ask for the same key at once", async () => {
    const scheduler = bench.makeScheduler();
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        scheduler.schedule(countJob, { number }, { key: "k", mode: number % 2 === 0 ? "keep" : "replace" }),
      ),
    );
    expect(new Set(asked.map(({ jobId }) => jobId)).size).toBe(1);
    expect(await scheduler.list({ limit: 10 })).toHaveLength(1);
  });

  test("is part of the caller's transaction", async () => {
    const scheduler = bench.makeScheduler();
    const committed = await bench.database.transaction((transaction) =>
      scheduler.schedule(countJob, { number: 1 }, { transaction }),
    );
    const rolledBack = bench.database.transaction(async (transaction) => {
      await scheduler.schedule(countJob, { number: 2 }, { transaction });
      throw new RangeError("the caller changed its mind");
    });

    await expect(rolledBack).rejects.toThrow(RangeError);
    expect((await scheduler.list({ limit: 10 })).map(({ jobId }) => jobId)).toEqual([committed.jobId]);
  });

  test("finds and cancels what waits under a key, inside a transaction", async () => {
    const scheduler = bench.makeScheduler();
    const scheduled = await scheduler.schedule(countJob, { number: 1 }, { key: "k" });

    await bench.database.transaction(async (transaction) => {
      expect(await scheduler.findPending(transaction, countJob, "other")).toBeNull();
      expect(await scheduler.findPending(transaction, countJob, "k")).toEqual(scheduled);
      expect(await scheduler.cancelPending(transaction, countJob, { key: "k", reason: "not wanted" })).toBe(true);
      expect(await scheduler.cancelPending(transaction, countJob, { key: "k", reason: "not wanted" })).toBe(false);
      expect(await scheduler.findPending(transaction, countJob, "k")).toBeNull();
    });
    expect(await scheduler.inspect(scheduled.jobId)).toMatchObject({
      status: "cancelled",
      errorMessage: "not wanted",
      completedAt: START,
    });
  });

  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  const anything: JobType<unknown> = { name: "anything", payload: z.unknown() };
  const slow: JobType<unknown> = {
    name: "slow",
    payload: z.unknown().refine(async () => Promise.resolve(false), "slowly refused"),
  };
  const broken: JobType<unknown> = {
    name: "broken",
    payload: z.unknown().refine(() => {
      throw new RangeError("a broken schema");
    }),
  };

  interface Refused {
    readonly what: string;
    readonly field: string;
    readonly type?: JobType<unknown>;
    readonly payload?: unknown;
    readonly options?: ScheduleOptions;
  }

  test.each<Refused>([
    { what: "a payload that does not fit", field: "payload", type: countJob, payload: { number: "one" } },
    { what: "a payload that an asynchronous schema refuses", field: "payload", type: slow },
    { what: "a payload whose schema throws", field: "payload", type: broken },
    {
      what: "a payload that JSON turns into something else",
      field: "payload",
      type: countJob,
      payload: { number: NaN },
    },
    { what: "a payload without JSON", field: "payload", payload: () => "a function" },
    { what: "a payload that goes in a circle", field: "payload", payload: loop },
    { what: "a payload over the limit", field: "payload", payload: "x".repeat(1_000_001) },
    { what: "a payload with a NUL", field: "payload", payload: { text: "\0" } },
    { what: "a payload with half a character", field: "payload", payload: { text: "\ud800" } },
    { what: "a date that is none", field: "at", options: { at: new Date(NaN) } },
    { what: "a date beyond the year 9999", field: "at", options: { at: new Date(8.64e15) } },
    { what: "an empty key", field: "key", options: { key: "" } },
    { what: "a long key", field: "key", options: { key: "k".repeat(256) } },
    { what: "a key with a NUL", field: "key", options: { key: "\0" } },
    { what: "an empty type name", field: "type", type: { ...anything, name: "" } },
    { what: "a long type name", field: "type", type: { ...anything, name: "t".repeat(101) } },
    { what: "a negative number of retries", field: "maxRetries", type: { ...anything, maxRetries: -1 } },
    { what: "a time-out of nothing", field: "timeoutMs", type: { ...anything, timeoutMs: 0 } },
    { what: "a retry without a wait", field: "retry", type: { ...anything, retry: { type: "fixed", delayMs: 0 } } },
  ])(
    "refuses $what at the call, and stores nothing",
    async ({ field, type = anything, payload = {}, options = {} }) => {
      const scheduler = bench.makeScheduler();
      await expect(scheduler.schedule(type, payload, options)).rejects.toMatchObject({ code: "JOB_INVALID", field });
      expect(await scheduler.list({ limit: 1 })).toEqual([]);
    },
  );

  test("takes what is just within the limits", async () => {
    const scheduler = bench.makeScheduler();
    const text = 'a backslash before u0000: "\\u0000", a whole character: 🙂';
    const type = { ...anything, name: "t".repeat(100) };
    const { jobId } = await scheduler.schedule(
      type,
      { text },
      { key: "k".repeat(255), at: new Date("9999-12-31T23:59:59.999Z") },
    );
    const long = await scheduler.schedule(anything, "x".repeat(999_998));
    expect(await scheduler.inspect(jobId)).toMatchObject({
      payload: { text },
      scheduledTime: new Date("9999-12-31T23:59:59.999Z"),
    });
    expect(await scheduler.inspect(long.jobId)).toMatchObject({ payload: "x".repeat(999_998) });
  });
});
