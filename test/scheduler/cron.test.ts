import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, HOUR_MS } from "../../src/kernel/index.ts";
import type { Scheduler } from "../../src/scheduler/index.ts";
import { brief, madeJobs, tickJob, ticking, useCronBench } from "./cron-fixture.ts";
import { databaseClockOf } from "./outage.ts";
import { type Bench, gate, nextEvent, nextRunEnd, START } from "./scheduler-fixture.ts";

/** Sets the clock from one due moment to the next, and lets everything happen there, up to `until`. */
async function windUntil(bench: Bench, until: Date, schedulers: readonly Scheduler[]): Promise<void> {
  for (;;) {
    await Promise.all(schedulers.map((scheduler) => scheduler.settle()));
    const next = await schedulers[0]?.nextDue();
    if (next === null || next === undefined || next > until) {
      bench.time.set(until);
      return;
    }
    bench.time.set(next);
  }
}

describeOnEachDatabase("cron in a running scheduler", (open) => {
  const bench = useCronBench(open);

  /** A started scheduler, and what its jobs of `tickJob` did: whose slot, and what the clock showed. */
  async function startTicking(seen: string[] = []): Promise<Scheduler> {
    const scheduler = bench.makeScheduler();
    scheduler.register(tickJob, async ({ payload, scheduledTime }) => {
      const now = await bench.database.now();
      seen.push(`${payload.of} ${brief(scheduledTime)}${now > scheduledTime ? ` at ${brief(now)}` : ""}`);
      return { type: "completed" };
    });
    await scheduler.start();
    return scheduler;
  }

  test("runs each slot once, by any number of processes, at its moment", async () => {
    const seen: string[] = [];
    const schedulers = await Promise.all(Array.from({ length: 4 }, () => startTicking(seen)));
    await Promise.all(schedulers.map(({ cron }) => cron.define(ticking("hourly", { expression: "0 * * * *" }))));
    await windUntil(bench, addMs(START, DAY_MS), schedulers);
    expect(seen).toEqual(
      Array.from({ length: 24 }, (_, hour) => `hourly ${brief(addMs(START, (hour + 1) * HOUR_MS))}`),
    );
  });

  test("a wound spring night: each schedule in order, over the hour that does not exist", async () => {
    bench.time.set(new Date("2030-03-30T22:00Z"));
    const seen: string[] = [];
    const scheduler = await startTicking(seen);
    const timeZone = "Europe/Berlin";
    await scheduler.cron.define(ticking("daily", { timeZone, expression: "30 2 * * *" }));
    await scheduler.cron.define(ticking("hourly", { timeZone, expression: "30 * * * *" }));
    await windUntil(bench, new Date("2030-04-01T01:00Z"), [scheduler]);
    expect(seen.filter((slot) => slot.startsWith("daily"))).toEqual([
      "daily 2030-03-31T01:00Z",
      "daily 2030-04-01T00:30Z",
    ]);
    expect(seen.filter((slot) => slot.startsWith("hourly"))).toEqual(
      Array.from({ length: 27 }, (_, hour) => `hourly ${brief(addMs(new Date("2030-03-30T22:30Z"), hour * HOUR_MS))}`),
    );
  });

  test("a wound autumn night: each schedule in order, over the hour that comes twice", async () => {
    bench.time.set(new Date("2030-10-26T22:00Z"));
    const seen: string[] = [];
    const scheduler = await startTicking(seen);
    const timeZone = "Europe/Berlin";
    await scheduler.cron.define(ticking("daily", { timeZone, expression: "30 2 * * *" }));
    await scheduler.cron.define(ticking("hourly", { timeZone, expression: "0 * * * *" }));
    await windUntil(bench, new Date("2030-10-28T02:00Z"), [scheduler]);
    expect(seen.filter((slot) => slot.startsWith("daily"))).toEqual([
      "daily 2030-10-27T00:30Z",
      "daily 2030-10-28T01:30Z",
    ]);
    expect(seen.filter((slot) => slot.startsWith("hourly"))).toHaveLength(28);
  });

  test("wound years: a leap day", async () => {
    const seen: string[] = [];
    const scheduler = await startTicking(seen);
    await scheduler.cron.define(ticking("leap", { expression: "0 0 29 2 *" }));
    await windUntil(bench, new Date("2041-01-01T00:00Z"), [scheduler]);
    expect(seen).toEqual(["leap 2032-02-29T00:00Z", "leap 2036-02-29T00:00Z", "leap 2040-02-29T00:00Z"]);
  });

  test("counts a slot among what is next due, and leaves nothing due behind", async () => {
    const scheduler = await startTicking();
    await scheduler.cron.define(ticking("noon"));
    expect(await scheduler.nextDue()).toEqual(addMs(START, DAY_MS));
    await scheduler.schedule(tickJob, { of: "a job" }, { at: addMs(START, HOUR_MS) });
    expect(await scheduler.nextDue()).toEqual(addMs(START, HOUR_MS));
    bench.time.set(addMs(START, DAY_MS));
    await scheduler.settle();
    expect(await scheduler.nextDue()).toEqual(addMs(START, 2 * DAY_MS));
  });

  test("after a night without any process, the newest slot runs once, late", async () => {
    const seen: string[] = [];
    const before = await startTicking(seen);
    await before.cron.define(ticking("hourly", { expression: "0 * * * *" }));
    await before.stop();
    bench.time.set(addMs(START, 10.5 * HOUR_MS));
    const after = await startTicking(seen);
    await after.settle();
    expect(seen).toEqual(["hourly 2030-03-01T22:00Z at 2030-03-01T22:30Z"]);
  });

  test("does not start a second run beside a long one, and runs again after it", async () => {
    const scheduler = bench.makeScheduler();
    const begun = gate();
    const finish = gate();
    scheduler.register(tickJob, async () => {
      begun.open();
      await finish.passed;
      return { type: "completed" };
    });
    await scheduler.start();
    await scheduler.cron.define(ticking("hourly", { expression: "0 * * * *" }));
    bench.time.set(addMs(START, HOUR_MS));
    const first = scheduler.settle();
    await begun.passed;
    const skipped = nextEvent(scheduler, "cron:skipped");
    bench.time.set(addMs(START, 2 * HOUR_MS));
    const second = scheduler.settle();
    expect(await skipped).toMatchObject({ name: "hourly", reason: "overlap", slot: addMs(START, 2 * HOUR_MS) });
    finish.open();
    await Promise.all([first, second]);
    bench.time.set(addMs(START, 3 * HOUR_MS));
    await scheduler.settle();
    expect(await madeJobs(bench)).toEqual(["hourly 2030-03-01T13:00Z completed", "hourly 2030-03-01T15:00Z completed"]);
  });

  test("a schedule that cannot be read holds up neither the others nor the clock", async () => {
    const seen: string[] = [];
    const scheduler = await startTicking(seen);
    await scheduler.cron.define(ticking("broken"));
    await scheduler.cron.define(ticking("sound"));
    await bench.script("update cron_schedules set expression = 'every noon' where name = 'broken'");
    await windUntil(bench, addMs(START, 2 * DAY_MS), [scheduler]);
    expect(seen).toEqual(["sound 2030-03-02T12:00Z", "sound 2030-03-03T12:00Z"]);
  });

  test("tells of a slot that has come whose type nobody here knows", async () => {
    const scheduler = bench.makeScheduler({ maxSleepMs: 1 });
    await scheduler.cron.define(ticking("noon", { type: { ...tickJob, name: "of-tomorrow" } }));
    bench.time.set(addMs(START, DAY_MS));
    const told = nextEvent(scheduler, "job:unknown-type");
    await scheduler.start();
    expect(await told).toEqual({ jobType: "of-tomorrow" });
  });

  test("a process that claims nothing fires nothing", async () => {
    const scheduler = bench.makeScheduler({ claims: false });
    scheduler.register(tickJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await scheduler.cron.define(ticking("noon"));
    bench.time.set(addMs(START, DAY_MS));
    await scheduler.settle();
    expect(await madeJobs(bench)).toEqual([]);
  });

  test.each([
    ["by itself", false],
    ["in the caller's transaction", true],
  ])("by the database's own clock, a sleeping scheduler wakes for a schedule that is defined %s", async (_, joins) => {
    bench.database.timeSource = databaseClockOf();
    const scheduler = bench.makeScheduler();
    scheduler.register(tickJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await scheduler.settle();
    const fired = nextEvent(scheduler, "cron:fired");
    const ended = nextRunEnd(scheduler, "completed");
    const secondly = ticking("secondly", { expression: "* * * * * *" });
    if (joins) {
      await bench.database.transaction((transaction) => scheduler.cron.define({ ...secondly, transaction }));
    } else {
      await scheduler.cron.define(secondly);
    }
    const { jobId, slot, lateByMs } = await fired;
    expect(await ended).toMatchObject({ jobId });
    expect(lateByMs).toBeGreaterThanOrEqual(0); // never before its moment
    expect(slot.getUTCMilliseconds()).toBe(0);
  });

  test("a resumed schedule wakes a sleeping scheduler too", async () => {
    bench.database.timeSource = databaseClockOf();
    const scheduler = bench.makeScheduler();
    scheduler.register(tickJob, async () => ({ type: "completed" }));
    await scheduler.cron.define(ticking("secondly", { expression: "* * * * * *" }));
    await scheduler.cron.pause("secondly");
    await scheduler.start();
    await scheduler.settle();
    const fired = nextEvent(scheduler, "cron:fired");
    await scheduler.cron.resume("secondly");
    expect(await fired).toMatchObject({ name: "secondly" });
  });
});
