import { beforeEach, describe, expect, test } from "vitest";

import type { Database } from "../../../src/database/index.ts";
import { describeOnEachDatabase } from "../../../src/database/testing/index.ts";
import { addMs, DAY_MS } from "../../../src/kernel/index.ts";
import { stressService } from "../../../src/kernel/testing/service-stress.ts";
import { deliverMessageJob } from "../../../src/vocabulary/index.ts";
import { openProductDatabase, query, values } from "../../product-database.ts";
import { createCrew, type Crew, type MakeQueue } from "./crew.ts";

/** What every delivery queue keeps, on each database: `makeQueue` gives one that others cannot see, for each call of `fresh`. */
export function deliveryQueueConformance(name: string, fresh: () => MakeQueue): void {
  describeOnEachDatabase(`${name}: a delivery queue`, (open, kind) => {
    let database: Database;
    let crew: Crew;

    beforeEach(async () => {
      database = await openProductDatabase(open);
      crew = createCrew(database, fresh());
    });

    const jobs = (): Promise<readonly string[]> =>
      values<string>(database, `select status || ' ' || run as value from scheduled_jobs order by job_id`);

    test("keeps the order where one process sends one after the other", async () => {
      const member = await crew.join({ concurrency: 1 });
      const ids = await crew.enqueue(member, 20);
      await crew.delivered(20);
      expect(crew.deliveries.map(({ id }) => id)).toEqual(ids);
    });

    test("does not know of a message whose transaction was rolled back", async () => {
      const member = await crew.join();
      const [lost, [kept]] = [await crew.enqueueInVain(member), await crew.enqueue(member, 1)];
      await crew.delivered(1);
      expect(crew.deliveries.map(({ id }) => id)).toEqual([kept]);
      expect(lost).not.toEqual(kept);
    });

    describe("runs nothing ahead of its moment", () => {
      const move = query(
        [],
        `update scheduled_jobs set scheduled_time = scheduled_time + $1 * interval '1 millisecond'`,
      );

      test("that was put off, cancelled or paused since", async () => {
        const member = await crew.join();
        await member.scheduler.pause(deliverMessageJob.name);
        await crew.enqueue(member, 2);
        await database.run(move, [DAY_MS]);
        await member.scheduler.resume(deliverMessageJob.name);
        await crew.enqueue(member, 1);
        await crew.delivered(1);
        await member.scheduler.settle();
        expect(await jobs()).toEqual(["pending 0", "pending 0", "completed 1"]);
      });

      test("nor what a run of it has put off", async () => {
        const member = await crew.join();
        const until = addMs(await database.now(), DAY_MS);
        const [id = ""] = await crew.enqueue(member, 1);
        await crew.delivered(1);
        await member.scheduler.settle();
        const job = { jobId: (await values<string>(database, "select job_id as value from scheduled_jobs"))[0] ?? "" };
        await database.run(
          query([], "update scheduled_jobs set status = 'pending', completed_at = null, scheduled_time = $1"),
          [until],
        );
        member.queue.offer({ ...job, scheduledTime: addMs(until, -DAY_MS) }); // an old hint, come late
        await crew.enqueue(member, 1);
        await crew.delivered(2);
        await member.scheduler.settle();
        expect(crew.deliveries.filter((delivery) => delivery.id === id)).toHaveLength(1);
      });
    });

    test("starts and stops as often as one likes", { timeout: 60_000 }, async () => {
      const { queue } = await crew.join();
      await stressService(() => queue);
      expect(queue.state()).not.toBe("connected");
      queue.offer({ jobId: "nobody", scheduledTime: await database.now() }); // to nobody: no harm
    });

    if (kind === "server") {
      severalProcesses();
    } // else there is one process: the lock of the folder sees to it

    function severalProcesses(): void {
      test("has each message delivered once, by whichever process", async () => {
        const [first] = [await crew.join(), await crew.join(), await crew.join()];
        const ids = await crew.enqueue(first, 60);
        await crew.delivered(60);
        await first.scheduler.settle();
        expect(crew.deliveries.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
        expect(new Set(await jobs())).toEqual(new Set(["completed 1"]));
      });

      test("lets one process send what another put in line", async () => {
        const [writer, sender] = [await crew.join({ takes: false }), await crew.join()];
        await crew.enqueue(writer, 5);
        await crew.delivered(5);
        expect(crew.deliveries.every(({ by }) => by === sender)).toBe(true);
      });

      test("shares them among processes that have room", async () => {
        const members = [await crew.join({ concurrency: 2 }), await crew.join({ concurrency: 2 })];
        const { promise, resolve } = Promise.withResolvers<undefined>();
        const both = new Set<unknown>();
        crew.during = async () => {
          crew.deliveries.forEach(({ by }) => both.add(by));
          if (both.size === members.length) {
            resolve(undefined);
          }
          await promise; // nobody ends before both have one
        };
        await crew.enqueue(members[0] ?? (await crew.join()), 8);
        await crew.delivered(8);
        expect(both.size).toBe(2);
      });

      test("leaves what a process that stops had not begun to the others", async () => {
        const [leaving, staying] = [await crew.join({ concurrency: 1 }), await crew.join({ concurrency: 1 })];
        const ids = await crew.enqueue(leaving, 20);
        await crew.delivered(3);
        await leaving.stop();
        await crew.delivered(20);
        await staying.scheduler.settle();
        expect(new Set(crew.deliveries.map(({ id }) => id))).toEqual(new Set(ids));
      });
    }
  });
}
