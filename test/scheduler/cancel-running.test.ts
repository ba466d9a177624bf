import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { aborted, countJob, gate, nextRunEnd, statusesOf, useBench } from "./scheduler-fixture.ts";

const SLOW_BEAT = { heartbeatMs: 200_000, leaseMs: 600_000 };

describeOnEachDatabase("a run that is cancelled", (open) => {
  const bench = useBench(open);

  test("is told by its signal at once, and its job ends as cancelled, with the reason", async () => {
    const scheduler = bench.makeScheduler(SLOW_BEAT);
    const started = gate();
    scheduler.register(countJob, async ({ signal }) => {
      started.open();
      throw await aborted(signal);
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    const ends = nextRunEnd(scheduler);
    expect(await scheduler.cancel(jobId, "the event was called off")).toBe("cancelling");
    expect(await ends).toMatchObject({ status: "cancelled", jobStatus: "cancelled" });
    expect(await scheduler.inspect(jobId)).toMatchObject({
      status: "cancelled",
      errorMessage: "the event was called off",
      retryCount: 0,
      runs: [{ status: "cancelled", errorMessage: "the event was called off" }],
    });
  });

  test("and completes all the same has completed", async () => {
    const scheduler = bench.makeScheduler(SLOW_BEAT);
    const started = gate();
    scheduler.register(countJob, async ({ signal }) => {
      started.open();
      await aborted(signal);
      return { type: "completed" };
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    await scheduler.cancel(jobId, "too late");
    await scheduler.settle();
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "completed" });
  });

  test.each(["retry", "snooze"] as const)("and wants to go on later (%s) does not come back", async (outcome) => {
    const scheduler = bench.makeScheduler(SLOW_BEAT);
    const started = gate();
    const finish = gate();
    scheduler.register(countJob, async () => {
      started.open();
      await finish.passed;
      return outcome === "retry"
        ? { type: "retry", error: new RangeError("again") }
        : { type: "snooze", until: new Date("2031-01-01") };
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    await scheduler.cancel(jobId, "no more");
    finish.open();
    await scheduler.settle();
    const job = await scheduler.inspect(jobId);
    expect(job?.status).toBe("cancelled");
    expect(await statusesOf(scheduler, jobId)).toEqual(["cancelled"]);
  });

  test("whose process vanished is not run again", async () => {
    await bench.script(`
      insert into scheduled_jobs (job_id, job_type, scheduled_time, payload, status, started_at, run, lease_token, lease_until, worker, cancel_reason)
      values ('gone', 'count', '2030-01-01', '{"number": 1}', 'running', '2030-01-01', 1, gen_random_uuid(), clock_timestamp() - interval '1 second', 'w', 'not wanted')`);
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await scheduler.settle();
    expect(await scheduler.inspect("gone")).toMatchObject({
      status: "cancelled",
      errorMessage: "not wanted",
      runs: [{ run: 1, status: "crashed" }],
    });
  });

  test("can be wanted again by an operator", async () => {
    const scheduler = bench.makeScheduler(SLOW_BEAT);
    let runs = 0;
    const started = gate();
    scheduler.register(countJob, async ({ signal }) => {
      runs += 1;
      started.open();
      if (runs === 1) {
        throw await aborted(signal);
      }
      return { type: "completed" };
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    await scheduler.cancel(jobId, "wait");
    await scheduler.settle();
    await scheduler.retry(jobId);
    await scheduler.settle();
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "completed", errorMessage: null });
  });
});

describeOnEachDatabase("a type that is paused", (open) => {
  const bench = useBench(open);

  test("waits, is not waited for, and runs when it is resumed; other types go on", async () => {
    const scheduler = bench.makeScheduler();
    const ran: string[] = [];
    const other = { ...countJob, name: "other" };
    for (const type of [countJob, other]) {
      scheduler.register(type, async () => {
        ran.push(type.name);
        return { type: "completed" };
      });
    }
    await scheduler.start();
    await scheduler.pause("count");
    await scheduler.schedule(countJob, { number: 1 });
    await scheduler.schedule(other, { number: 1 });
    await scheduler.settle();
    expect(ran).toEqual(["other"]);
    expect(await scheduler.nextDue()).toBe(null);

    const ends = nextRunEnd(scheduler);
    await scheduler.resume("count");
    expect(await ends).toMatchObject({ jobType: "count", status: "completed" });
  });
});
