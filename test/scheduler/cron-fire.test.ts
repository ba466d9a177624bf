import { expect, onTestFinished, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/kernel/index.ts";
import { madeJobs, makeCronProcess, tickJob, ticking, useCronBench } from "./cron-fixture.ts";
import { gate, START } from "./scheduler-fixture.ts";

const TOMORROW = addMs(START, DAY_MS);

describeOnEachDatabase("firing slots", (open) => {
  const bench = useCronBench(open);

  test("makes one job of the stored type and payload, due since the slot, with the type's retries", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon", { type: { ...tickJob, maxRetries: 9 } }));
    expect(await process.fire()).toBe(0);
    bench.time.set(addMs(TOMORROW, 40));
    expect(await process.fire()).toBe(1);
    expect(await process.fire()).toBe(0);

    expect(process.told).toEqual(["fired noon 2030-03-02T12:00Z late by 40 ms"]);
    expect(await madeJobs(bench)).toEqual(["noon 2030-03-02T12:00Z pending"]);
    expect(
      await bench.values(
        "select concat_ws(' ', job_type, payload, max_retries, created_at) as value from scheduled_jobs",
      ),
    ).toEqual([expect.stringMatching(/^tick \{"of": "noon"\} 9 2030-03-02 12:00:00\.04/)]);
    expect(await process.cron.list()).toMatchObject([{ lastSlot: TOMORROW, nextSlot: addMs(TOMORROW, DAY_MS) }]);
  });

  test("fires a slot once, however many processes try at the same time, slot after slot", async () => {
    const processes = Array.from({ length: 8 }, () => makeCronProcess(bench));
    const names = ["a", "b", "c"];
    for (const name of names) {
      await processes[0]?.cron.define(ticking(name, { expression: "* * * * *", overlap: "allow" }));
    }
    for (let minute = 1; minute <= 10; minute += 1) {
      bench.time.set(addMs(START, minute * MINUTE_MS));
      const fired = await Promise.all(processes.map((process) => process.fire()));
      expect(fired.reduce((sum, count) => sum + count, 0)).toBe(names.length);
    }
    expect(await madeJobs(bench)).toHaveLength(10 * names.length);
    expect(processes.flatMap(({ told }) => told)).toHaveLength(10 * names.length);
    expect(await bench.values("select distinct job_key as value from scheduled_jobs")).toHaveLength(30);
  });

  test("fires many schedules that are due together, batch by batch", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    await bench.script(`
      insert into cron_schedules
        (name, expression, time_zone, job_type, payload, max_retries, catch_up, overlap, next_slot, created_at, updated_at)
      select name || number, expression, time_zone, job_type, payload, max_retries, catch_up, overlap, next_slot,
             created_at, updated_at
      from cron_schedules, generate_series(1, 249) as number`);
    bench.time.set(TOMORROW);
    expect(await process.fire()).toBe(250);
    expect(await process.nextSlot()).toEqual(addMs(TOMORROW, DAY_MS));
  });

  test("fires only schedules whose type it knows; the slot of another waits for a process that does", async () => {
    const here = makeCronProcess(bench);
    await here.cron.define(ticking("noon", { type: { ...tickJob, name: "tock" } }));
    bench.time.set(TOMORROW);
    expect(await here.nextSlot()).toBeNull();
    expect(await here.fire()).toBe(0);
    const there = makeCronProcess(bench, { knows: ["tock"] });
    expect(await there.nextSlot()).toEqual(TOMORROW);
    expect(await there.fire()).toBe(1);
  });

  test("a schedule that a transaction is changing is passed over, and the others fire", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("held"));
    await process.cron.define(ticking("free"));
    bench.time.set(TOMORROW);
    if (bench.database.kind === "server") {
      const other = makeCronProcess(bench);
      const fired = gate();
      const held = gate();
      onTestFinished(() => fired.open());
      const changing = bench.database.transaction(async (transaction) => {
        await process.cron.define(ticking("held", { payload: { of: "another" }, transaction }));
        held.open();
        await fired.passed;
      });
      await held.passed;
      expect(await other.fire()).toBe(1);
      expect(other.told).toEqual(["fired free 2030-03-02T12:00Z"]);
      fired.open();
      await changing;
    }
    await process.fire();
    expect(await madeJobs(bench)).toEqual(["free 2030-03-02T12:00Z pending", "held 2030-03-02T12:00Z pending"]);
  });

  test("one that was changed after it was read is left to the next look", async () => {
    const { cron } = makeCronProcess(bench);
    await cron.define(ticking("noon"));
    bench.time.set(TOMORROW);
    const process = makeCronProcess(bench, {
      beforeFiring: () => bench.script("update cron_schedules set expression = '0 12 * * SAT'"),
    });
    expect(await process.fire()).toBe(0);
    expect(await process.fire()).toBe(1); // it is a Saturday
    expect(await process.nextSlot()).toEqual(addMs(TOMORROW, 7 * DAY_MS));
  });

  test.each(["pause", "remove"] as const)("a %s that comes after it was read is heeded", async (what) => {
    const { cron } = makeCronProcess(bench);
    await cron.define(ticking("noon"));
    bench.time.set(TOMORROW);
    const process = makeCronProcess(bench, { beforeFiring: () => cron[what]("noon") });
    expect(await process.fire()).toBe(0);
    expect(await madeJobs(bench)).toEqual([]);
    expect(process.told).toEqual([]);
  });

  test("no slot fires twice when the clock goes back", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("minutely", { expression: "* * * * *", overlap: "allow" }));
    for (const minutes of [1, 2, 3, 1, 0, 2, 3, 4]) {
      bench.time.set(addMs(START, minutes * MINUTE_MS));
      await process.fire();
    }
    expect(process.told).toEqual(["01", "02", "03", "04"].map((minute) => `fired minutely 2030-03-01T12:${minute}Z`));

    bench.time.set(START);
    await process.cron.pause("minutely");
    await process.cron.resume("minutely");
    expect(await process.nextSlot()).toEqual(addMs(START, 5 * MINUTE_MS));
  });

  test("by the database's own clock", async () => {
    const process = makeCronProcess(bench);
    bench.database.timeSource = { now: () => Promise.resolve(null) };
    await process.cron.define(ticking("secondly", { expression: "* * * * * *" }));
    expect(await process.fire()).toBe(0);
    await bench.script("update cron_schedules set next_slot = next_slot - interval '2 seconds'");
    expect(await process.fire()).toBe(1);
    expect(process.told.at(-1)).toMatch(/^fired secondly /);
    const [schedule] = await process.cron.list();
    const aheadMs = (schedule?.nextSlot?.getTime() ?? 0) - (schedule?.lastSlot?.getTime() ?? 0);
    expect(aheadMs).toBe(SECOND_MS);
  });
});

describeOnEachDatabase("a slot while a job of its schedule is not done", (open) => {
  const bench = useCronBench(open);

  test.each(["pending", "running"])("passes when that one is %s, and is told", async (status) => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("hourly", { expression: "0 * * * *" }));
    bench.time.set(addMs(START, HOUR_MS));
    await process.fire();
    if (status === "running") {
      await bench.script(`
        update scheduled_jobs set status = 'running', lease_token = gen_random_uuid(), started_at = now(),
          lease_until = now() + interval '1 hour'`);
    }
    bench.time.set(addMs(START, 2 * HOUR_MS));
    expect(await process.fire()).toBe(0);
    bench.time.set(addMs(START, 3 * HOUR_MS));
    expect(await process.fire()).toBe(0);
    await bench.script(`
      update scheduled_jobs set status = 'completed', completed_at = now(), lease_token = null, lease_until = null`);
    bench.time.set(addMs(START, 4 * HOUR_MS));
    expect(await process.fire()).toBe(1);

    expect(process.told).toEqual([
      "fired hourly 2030-03-01T13:00Z",
      "overlap hourly 2030-03-01T14:00Z",
      "overlap hourly 2030-03-01T15:00Z",
      "fired hourly 2030-03-01T16:00Z",
    ]);
    expect(await madeJobs(bench)).toEqual(["hourly 2030-03-01T13:00Z completed", "hourly 2030-03-01T16:00Z pending"]);
  });

  test("passes when that one is being claimed at this very moment", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("hourly", { expression: "0 * * * *" }));
    bench.time.set(addMs(START, HOUR_MS));
    await process.fire();
    bench.time.set(addMs(START, 2 * HOUR_MS));
    if (bench.database.kind === "embedded") {
      return; // on its one connection nothing happens at the same moment
    }
    const claimed = gate();
    const fired = gate();
    onTestFinished(() => fired.open());
    const claiming = bench.database.transaction(async (transaction) => {
      await transaction.script(`
        update scheduled_jobs set status = 'running', lease_token = gen_random_uuid(), started_at = now(),
          lease_until = now() + interval '1 hour'`);
      claimed.open();
      await fired.passed;
    });
    await claimed.passed;
    expect(await process.fire()).toBe(0);
    fired.open();
    await claiming;
    expect(process.told.at(-1)).toBe("overlap hourly 2030-03-01T14:00Z");
  });

  test("makes one more where that is allowed", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("hourly", { expression: "0 * * * *", overlap: "allow" }));
    for (const hours of [1, 2, 3]) {
      bench.time.set(addMs(START, hours * HOUR_MS));
      expect(await process.fire()).toBe(1);
    }
    expect(await madeJobs(bench)).toEqual([
      "hourly@2030-03-01T13:00:00Z 2030-03-01T13:00Z pending",
      "hourly@2030-03-01T14:00:00Z 2030-03-01T14:00Z pending",
      "hourly@2030-03-01T15:00:00Z 2030-03-01T15:00Z pending",
    ]);
  });

  test("takes a job for its own that somebody scheduled under its name", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    const scheduler = bench.makeScheduler();
    await scheduler.schedule(tickJob, { of: "by hand" }, { key: "noon", at: addMs(TOMORROW, DAY_MS) });
    bench.time.set(TOMORROW);
    expect(await process.fire()).toBe(0);
    expect(process.told).toEqual(["overlap noon 2030-03-02T12:00Z"]);
  });
});

describeOnEachDatabase("slots that passed while nobody looked", (open) => {
  const bench = useCronBench(open);

  test("latest: the newest fires, once, and the older ones never", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon", { overlap: "allow" }));
    bench.time.set(addMs(START, 14 * DAY_MS + HOUR_MS));
    expect(await process.fire()).toBe(1);
    expect(await process.fire()).toBe(0);
    expect(process.told).toEqual([
      "missed noon 2030-03-02T12:00Z to 2030-03-14T12:00Z",
      "fired noon 2030-03-15T12:00Z late by 3600000 ms",
    ]);
    expect(await madeJobs(bench)).toEqual(["noon@2030-03-15T12:00:00Z 2030-03-15T12:00Z pending"]);
    expect(await process.cron.list()).toMatchObject([{ nextSlot: addMs(START, 15 * DAY_MS) }]);
  });

  test("skip: none of them fires, and the next one does", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon", { catchUp: "skip" }));
    bench.time.set(addMs(START, 14 * DAY_MS + HOUR_MS));
    expect(await process.fire()).toBe(0);
    expect(await process.cron.list()).toMatchObject([
      { lastSlot: addMs(START, 14 * DAY_MS), nextSlot: addMs(START, 15 * DAY_MS) },
    ]);
    bench.time.set(addMs(START, 15 * DAY_MS));
    expect(await process.fire()).toBe(1);
    expect(process.told).toEqual([
      "missed noon 2030-03-02T12:00Z to 2030-03-15T12:00Z",
      "fired noon 2030-03-16T12:00Z",
    ]);
  });

  test.each([
    { lateByMs: MINUTE_MS, maxSleepMs: 1_000, fires: 1 },
    { lateByMs: MINUTE_MS + 1, maxSleepMs: 1_000, fires: 0 },
    { lateByMs: 10 * MINUTE_MS, maxSleepMs: 5 * MINUTE_MS, fires: 1 },
    { lateByMs: 10 * MINUTE_MS + 1, maxSleepMs: 5 * MINUTE_MS, fires: 0 },
  ])("skip: late by $lateByMs ms, where sleeps take up to $maxSleepMs ms, $fires fires", async (late) => {
    const process = makeCronProcess(bench, { options: { maxSleepMs: late.maxSleepMs } });
    await process.cron.define(ticking("noon", { catchUp: "skip" }));
    bench.time.set(addMs(TOMORROW, late.lateByMs));
    expect(await process.fire()).toBe(late.fires);
  });

  test("years of seconds cost no more than one", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("secondly", { expression: "* * * * * *" }));
    bench.time.set(new Date("2040-01-01T00:00:00.500Z"));
    expect(await process.fire()).toBe(1);
    expect(process.told).toEqual([
      "missed secondly 2030-03-01T12:00:01Z to 2039-12-31T23:59:59Z",
      "fired secondly 2040-01-01T00:00Z late by 500 ms",
    ]);
  });
});

describeOnEachDatabase("schedules that were not written by this code", (open) => {
  const bench = useCronBench(open);

  test.each([
    ["an expression of another make", "expression = 'every noon'"],
    ["seven fields", "expression = '0 0 12 * * * 2031'"],
    ["an unknown zone", "time_zone = 'Mars/Olympus'"],
  ])("one that cannot be read is told of once and left alone, and the others fire: %s", async (_, change) => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("broken"));
    await process.cron.define(ticking("sound"));
    await bench.script(`update cron_schedules set ${change} where name = 'broken'`);
    bench.time.set(TOMORROW);
    expect(await process.fire()).toBe(1);
    expect(await process.fire()).toBe(0);
    expect(process.told).toEqual(["unreadable broken 2030-03-02T12:00Z", "fired sound 2030-03-02T12:00Z"]);
    expect(await process.nextSlot()).toEqual(addMs(TOMORROW, DAY_MS)); // of the sound one: nobody sleeps towards the other
    expect(await process.cron.list()).toMatchObject([{ name: "broken", nextSlot: TOMORROW }, {}]);

    await process.cron.define(ticking("broken"));
    await bench.script("update scheduled_jobs set status = 'completed', completed_at = now()");
    bench.time.set(addMs(TOMORROW, DAY_MS));
    expect(await process.fire()).toBe(2);
  });

  test("a name that is too long for a key with its slot is cut there, and fires", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon", { overlap: "allow" }));
    await bench.script("update cron_schedules set name = repeat('n', 255)");
    bench.time.set(TOMORROW);
    expect(await process.fire()).toBe(1);
  });

  test("a slot between two milliseconds fires when the clock is set to it", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    await bench.script("update cron_schedules set next_slot = '2030-03-02 12:00:00.0004+00'");
    bench.time.set((await process.nextSlot()) ?? START);
    expect(await process.fire()).toBe(1);
    expect(process.told).toEqual(["fired noon 2030-03-02T12:00Z late by 1 ms"]);
  });

  test("a stored slot that is none any more passes without a job: a zone has changed its rules since", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    bench.time.set(TOMORROW);
    await process.fire();
    await bench.script("update cron_schedules set next_slot = '2030-03-03 11:00+00'");
    bench.time.set(addMs(TOMORROW, 23 * HOUR_MS));
    expect(await process.fire()).toBe(0);
    expect(await process.cron.list()).toMatchObject([{ lastSlot: TOMORROW, nextSlot: addMs(TOMORROW, DAY_MS) }]);
  });

  test("a slot that the changed rules have moved forward fires, late, rather than not at all", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    bench.time.set(TOMORROW);
    await process.fire();
    await bench.script("update scheduled_jobs set status = 'completed', completed_at = now()");
    await bench.script("update cron_schedules set next_slot = '2030-03-03 13:00+00'");
    bench.time.set(addMs(TOMORROW, 25 * HOUR_MS));
    expect(await process.fire()).toBe(1);
    expect(process.told.at(-1)).toBe("fired noon 2030-03-03T12:00Z late by 3600000 ms");
  });

  test("the expression changed by hand: the stored slot still stands, and from there the new one counts", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    await bench.script("update cron_schedules set expression = '0 6,12 * * *'");
    bench.time.set(TOMORROW);
    expect(await process.fire()).toBe(1);
    expect(await process.nextSlot()).toEqual(addMs(TOMORROW, 18 * HOUR_MS));
  });
});
