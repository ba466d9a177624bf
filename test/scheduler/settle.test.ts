import { expect, test } from "vitest";

import type { Database } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, HOUR_MS } from "../../src/kernel/index.ts";
import { countJob, gate, nextEvent, START, useBench } from "./scheduler-fixture.ts";

/** The same database, with a count of what is asked of it. */
function counting(database: Database): { readonly database: Database; readonly count: () => number } {
  let count = 0;
  const counted: Database = {
    ...database,
    get timeSource() {
      return database.timeSource;
    },
    run: (statement, parameters) => {
      count += 1;
      return database.run(statement, parameters);
    },
    transaction: (work) => {
      count += 3; // begin, the end of the run, commit
      return database.transaction(work);
    },
  };
  return { database: counted, count: () => count };
}

describeOnEachDatabase("settle", (open) => {
  const bench = useBench(open);

  test("runs what is due, what those runs schedule, and no more", async () => {
    const scheduler = bench.makeScheduler();
    const seen: number[] = [];
    scheduler.register(countJob, async ({ payload: { number } }) => {
      seen.push(number);
      if (number < 4) {
        await scheduler.schedule(countJob, { number: number + 1 });
      }
      await scheduler.schedule(countJob, { number: 100 + number }, { at: addMs(START, HOUR_MS) });
      return { type: "completed" };
    });
    await scheduler.start();
    await scheduler.schedule(countJob, { number: 1 });
    await scheduler.settle();
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(await scheduler.nextDue()).toEqual(addMs(START, HOUR_MS));
  });

  test("runs a wound year in order, each job at its moment", async () => {
    const scheduler = bench.makeScheduler();
    const seen: Date[] = [];
    scheduler.register(countJob, async ({ payload: { number }, scheduledTime }) => {
      seen.push(await bench.database.now());
      return {
        type: "completed",
        write: async (transaction) => {
          if (number < 52) {
            const at = addMs(scheduledTime, 7 * DAY_MS);
            await scheduler.schedule(countJob, { number: number + 1 }, { at, transaction });
          }
        },
      };
    });
    await scheduler.start();
    await scheduler.schedule(countJob, { number: 1 });
    for (;;) {
      await scheduler.settle();
      const next = await scheduler.nextDue();
      if (next === null) {
        break;
      }
      bench.time.set(next);
    }
    expect(seen).toEqual(Array.from({ length: 52 }, (_, week) => addMs(START, week * 7 * DAY_MS)));
  });

  test("waits for a run that was there before", async () => {
    const scheduler = bench.makeScheduler();
    const started = gate();
    const finish = gate();
    let settled = false;
    scheduler.register(countJob, async () => {
      started.open();
      await finish.passed;
      expect(settled).toBe(false);
      return { type: "completed" };
    });
    await scheduler.start();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    const settling = scheduler.settle().then(() => {
      settled = true;
    });
    await scheduler.inspect(jobId);
    finish.open();
    await settling;
    expect(await scheduler.inspect(jobId)).toMatchObject({ status: "completed" });
  });

  test("waits for a run of another process", async () => {
    const [here, there] = [bench.makeScheduler(), bench.makeScheduler()];
    const started = gate();
    const finish = gate();
    there.register(countJob, async () => {
      started.open();
      await finish.passed;
      return { type: "completed" };
    });
    await there.start();
    const { jobId } = await there.schedule(countJob, { number: 1 });
    await started.passed;
    await here.start();
    const settling = here.settle();
    finish.open();
    await settling;
    expect(await here.inspect(jobId)).toMatchObject({ status: "completed" });
  });

  test("finds a job whose moment lies between two milliseconds when the clock is set to nextDue()", async () => {
    const scheduler = bench.makeScheduler();
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await bench.script(
      `insert into scheduled_jobs (job_id, job_type, scheduled_time, payload) values ('by-hand', 'count', '2031-01-01 00:00:00.0004+00', '{"number": 1}')`,
    );
    const due = await scheduler.nextDue();
    bench.time.set(due ?? START);
    await scheduler.settle();
    expect(await scheduler.inspect("by-hand")).toMatchObject({ status: "completed" });
  });

  test("is not held up by jobs of a type that nobody here knows; they wait, and are told of once", async () => {
    const scheduler = bench.makeScheduler({ maxSleepMs: 1 });
    const told: string[] = [];
    scheduler.on("job:unknown-type", ({ jobType }) => told.push(jobType));
    const first = nextEvent(scheduler, "job:unknown-type");
    await scheduler.schedule({ ...countJob, name: "of-tomorrow" }, { number: 1 });
    await scheduler.start();
    await first;
    for (let round = 0; round < 5; round += 1) {
      await scheduler.settle();
    }
    expect(told).toEqual(["of-tomorrow"]);
    expect(await scheduler.statistics()).toMatchObject({ unknownTypes: ["of-tomorrow"], nextDue: null });
  });

  test("asks for a running scheduler, and is refused by one that stops", async () => {
    const scheduler = bench.makeScheduler();
    await expect(scheduler.settle()).rejects.toMatchObject({ code: "SCHEDULER_NOT_RUNNING" });
    const started = gate();
    scheduler.register(countJob, async () => {
      started.open();
      return new Promise(() => undefined);
    });
    await scheduler.start();
    await scheduler.schedule(countJob, { number: 1 });
    await started.passed;
    const settling = scheduler.settle();
    const refused = expect(settling).rejects.toMatchObject({ code: "SCHEDULER_NOT_RUNNING" });
    await scheduler.stop();
    await refused;
  });

  test("costs one statement when nothing is due, and at most six for a job", async () => {
    const { database, count } = counting(bench.database);
    const scheduler = bench.makeScheduler({}, { database });
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await scheduler.settle();

    const atRest = count();
    await scheduler.settle();
    expect(count() - atRest).toBe(1);

    await scheduler.schedule(countJob, { number: 1 }, { at: addMs(START, HOUR_MS) });
    await scheduler.settle();
    bench.time.advance(HOUR_MS);
    const before = count();
    await scheduler.settle();
    expect(count() - before).toBeLessThanOrEqual(6);
  });
});
