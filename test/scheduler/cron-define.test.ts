import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, HOUR_MS } from "../../src/kernel/index.ts";
import type { CronDefinition } from "../../src/scheduler/index.ts";
import { brief, madeJobs, makeCronProcess, tickJob, ticking, useCronBench } from "./cron-fixture.ts";
import { START } from "./scheduler-fixture.ts";

// The tests' clock stands at noon in UTC.
const TOMORROW = addMs(START, DAY_MS);

describeOnEachDatabase("defining a cron schedule", (open) => {
  const bench = useCronBench(open);

  test("stores it with its next slot", async () => {
    const { cron } = makeCronProcess(bench);
    const stored = await cron.define(ticking("noon", { timeZone: "Europe/Berlin", overlap: "allow", catchUp: "skip" }));
    expect(stored).toEqual({
      name: "noon",
      expression: "0 12 * * *",
      timeZone: "Europe/Berlin",
      jobType: "tick",
      payload: { of: "noon" },
      catchUp: "skip",
      overlap: "allow",
      lastSlot: null,
      nextSlot: addMs(START, 23 * HOUR_MS),
      pausedAt: null,
      createdAt: START,
      updatedAt: START,
    });
    expect(await cron.list()).toEqual([stored]);
  });

  test("without more said is in UTC, catches up with the latest slot, and does not overlap", async () => {
    const { cron } = makeCronProcess(bench);
    expect(await cron.define(ticking("noon"))).toMatchObject({ timeZone: "UTC", catchUp: "latest", overlap: "skip" });
  });

  test("lists by name", async () => {
    const { cron } = makeCronProcess(bench);
    for (const name of ["b", "c", "a"]) {
      await cron.define(ticking(name));
    }
    expect((await cron.list()).map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  test("the same again changes nothing, not even a next slot that has come", async () => {
    const { cron } = makeCronProcess(bench);
    const stored = await cron.define(ticking("noon"));
    bench.time.set(addMs(TOMORROW, HOUR_MS));
    expect(await cron.define(ticking("noon"))).toEqual(stored);
    expect(await cron.list()).toEqual([stored]);
  });

  test.each<[string, Partial<CronDefinition<{ of: string }>>]>([
    ["expression", { expression: "0 18 * * *" }],
    ["zone", { timeZone: "America/New_York" }],
  ])("another %s counts from now on, and nothing of the old one is made up for", async (_, change) => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    bench.time.set(TOMORROW);
    await process.fire();
    bench.time.set(addMs(TOMORROW, 3 * DAY_MS + HOUR_MS));
    const changed = await process.cron.define(ticking("noon", change));
    expect(changed).toMatchObject({
      ...change,
      lastSlot: null,
      createdAt: START,
      updatedAt: await bench.database.now(),
    });
    expect(changed.nextSlot?.getTime()).toBeGreaterThan((await bench.database.now()).getTime());
    expect(await process.fire()).toBe(0);
  });

  test("another payload, type or rule changes that alone", async () => {
    const { cron } = makeCronProcess(bench);
    const stored = await cron.define(ticking("noon"));
    bench.time.advance(HOUR_MS);
    const change = { payload: { of: "another" }, type: { ...tickJob, name: "tock" }, catchUp: "skip" } as const;
    const changed = await cron.define(ticking("noon", change));
    const updatedAt = addMs(START, HOUR_MS);
    const expected = { jobType: "tock", payload: { of: "another" }, catchUp: "skip", updatedAt };
    expect(changed).toEqual({ ...stored, ...expected });
  });

  test("by many processes at once leaves one, and each gets it", async () => {
    const processes = Array.from({ length: 4 }, () => makeCronProcess(bench));
    const defined = await Promise.all(
      processes.flatMap(({ cron }) => ["a", "b"].map((name) => cron.define(ticking(name)))),
    );
    expect(defined.map(({ nextSlot }) => nextSlot)).toEqual(Array.from({ length: 8 }, () => TOMORROW));
    expect(await processes[0]?.cron.list()).toHaveLength(2);
  });

  test("is part of the caller's transaction", async () => {
    const { cron } = makeCronProcess(bench);
    await bench.database.transaction((transaction) => cron.define(ticking("kept", { transaction })));
    const rolledBack = bench.database.transaction(async (transaction) => {
      await cron.define(ticking("dropped", { transaction }));
      throw new RangeError("the caller changed its mind");
    });
    await expect(rolledBack).rejects.toThrow(RangeError);
    expect((await cron.list()).map(({ name }) => name)).toEqual(["kept"]);
  });

  interface Refused {
    readonly what: string;
    readonly asked: Partial<CronDefinition<{ of: string }>>;
    readonly code?: string;
    readonly field: string;
  }

  test.each<Refused>([
    { what: "an empty name", asked: { name: "" }, field: "name" },
    { what: "a long name", asked: { name: "n".repeat(201) }, field: "name" },
    { what: "a name with a NUL", asked: { name: "a\0b" }, field: "name" },
    { what: "a name with half a character", asked: { name: "\ud800" }, field: "name" },
    { what: "an expression that is none", asked: { expression: "soon" }, field: "expression" },
    { what: "an expression with a NUL", asked: { expression: "* * * * *\0" }, field: "expression" },
    { what: "an expression that never comes to pass", asked: { expression: "0 0 30 2 *" }, field: "expression" },
    { what: "a zone that is none", asked: { timeZone: "Mars/Olympus" }, field: "timeZone" },
    { what: "an offset for a zone", asked: { timeZone: "+02:00" }, field: "timeZone" },
    { what: "another way to catch up", asked: { catchUp: "all" as "latest" }, field: "catchUp" },
    { what: "another rule for overlaps", asked: { overlap: "queue" as "skip" }, field: "overlap" },
    {
      what: "a payload that does not fit",
      asked: { payload: { of: 1 as unknown as string } },
      code: "JOB_INVALID",
      field: "payload",
    },
    { what: "a payload with a NUL", asked: { payload: { of: "\0" } }, code: "JOB_INVALID", field: "payload" },
    { what: "a type without a name", asked: { type: { ...tickJob, name: "" } }, code: "JOB_INVALID", field: "type" },
  ])("refuses $what at the call, and stores nothing", async ({ asked, code = "CRON_INVALID", field }) => {
    const { cron } = makeCronProcess(bench);
    await expect(cron.define(ticking("noon", asked))).rejects.toMatchObject({ code, field });
    expect(await cron.list()).toEqual([]);
  });

  test("refuses a change that cannot be, and keeps what was", async () => {
    const { cron } = makeCronProcess(bench);
    const stored = await cron.define(ticking("noon"));
    await expect(cron.define(ticking("noon", { expression: "0 25 * * *" }))).rejects.toMatchObject({
      code: "CRON_INVALID",
      field: "expression",
    });
    expect(await cron.list()).toEqual([stored]);
  });

  test("takes a name that is just within the limit, also where the slot joins it in the job's key", async () => {
    const process = makeCronProcess(bench);
    const name = "n".repeat(200);
    await process.cron.define(ticking(name, { overlap: "allow" }));
    bench.time.set(TOMORROW);
    expect(await process.fire()).toBe(1);
    expect(await bench.values("select job_key as value from scheduled_jobs")).toEqual([`${name}@2030-03-02T12:00:00Z`]);
  });
});

describeOnEachDatabase("pausing, resuming and removing a cron schedule", (open) => {
  const bench = useCronBench(open);

  test("a paused one fires nothing, and after the pause from the next slot on", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    await process.cron.pause("noon");
    expect(await process.cron.list()).toMatchObject([{ pausedAt: START, nextSlot: null }]);
    expect(await process.nextSlot()).toBeNull();

    bench.time.set(addMs(START, 3 * DAY_MS));
    expect(await process.fire()).toBe(0);
    await process.cron.resume("noon");
    expect(await process.fire()).toBe(0);
    expect(await process.cron.list()).toMatchObject([{ pausedAt: null, nextSlot: addMs(START, 4 * DAY_MS) }]);

    bench.time.set(addMs(START, 4 * DAY_MS));
    expect(await process.fire()).toBe(1);
    expect(process.told).toEqual(["fired noon 2030-03-05T12:00Z"]);
  });

  test("both may be asked for twice", async () => {
    const { cron } = makeCronProcess(bench);
    await cron.define(ticking("noon"));
    await cron.pause("noon");
    bench.time.advance(HOUR_MS);
    await cron.pause("noon");
    expect(await cron.list()).toMatchObject([{ pausedAt: START }]);
    await cron.resume("noon");
    const [resumed] = await cron.list();
    bench.time.set(addMs(TOMORROW, HOUR_MS));
    await cron.resume("noon"); // not paused: the slot that has come stays
    expect(await cron.list()).toEqual([resumed]);
  });

  test("defining a paused one leaves it paused, with the new definition", async () => {
    const { cron } = makeCronProcess(bench);
    await cron.define(ticking("noon"));
    await cron.pause("noon");
    await cron.define(ticking("noon"));
    expect(await cron.define(ticking("noon", { expression: "0 18 * * *" }))).toMatchObject({
      expression: "0 18 * * *",
      pausedAt: START,
      nextSlot: null,
    });
    await cron.resume("noon");
    expect((await cron.list()).map(({ nextSlot }) => brief(nextSlot))).toEqual(["2030-03-01T18:00Z"]);
  });

  test("resuming one whose expression nobody here can read says so, and it stays paused", async () => {
    const { cron } = makeCronProcess(bench);
    await cron.define(ticking("noon"));
    await cron.pause("noon");
    await bench.script("update cron_schedules set expression = 'at noon'");
    await expect(cron.resume("noon")).rejects.toMatchObject({ code: "CRON_INVALID", field: "expression" });
    expect(await cron.list()).toMatchObject([{ pausedAt: START }]);
  });

  test.each(["nobody", "", "a\0b", "n".repeat(300)])("there is none called %j", async (name) => {
    const { cron } = makeCronProcess(bench);
    await expect(cron.pause(name)).rejects.toMatchObject({ code: "CRON_NOT_FOUND", scheduleName: name });
    await expect(cron.resume(name)).rejects.toMatchObject({ code: "CRON_NOT_FOUND" });
    expect(await cron.remove(name)).toBe(false);
  });

  test("a removed one fires nothing more; a job that it made stays", async () => {
    const process = makeCronProcess(bench);
    await process.cron.define(ticking("noon"));
    bench.time.set(TOMORROW);
    await process.fire();
    expect(await process.cron.remove("noon")).toBe(true);
    expect(await process.cron.remove("noon")).toBe(false);
    bench.time.set(addMs(TOMORROW, DAY_MS));
    expect(await process.fire()).toBe(0);
    expect(await process.cron.list()).toEqual([]);
    expect(await madeJobs(bench)).toEqual(["noon 2030-03-02T12:00Z pending"]);
  });
});
