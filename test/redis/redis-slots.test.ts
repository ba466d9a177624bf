import { Redis } from "ioredis";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import type { Database } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import type { BookedSlots, RequestSlots } from "../../src/delivery/index.ts";
import { SECOND_MS, silentLogger, systemRandom } from "../../src/kernel/index.ts";
import { createRequestSlots } from "../../src/outbound/index.ts";
import { createRedis } from "../../src/outbound/queues/redis/index.ts";
import { openProductDatabase } from "../product-database.ts";
import { whyNoRedis } from "./why-no-redis.ts";
import { type OwnRedis, startOwnRedis } from "./own-redis.ts";

const ORDER = { count: 5, stepMs: 20, earliestInMs: 0 };
const LENGTH_MS = ORDER.count * ORDER.stepMs;
const inMs = ({ firstAtMs, nowMs }: BookedSlots): number => firstAtMs - nowMs;

async function ownRedis(): Promise<OwnRedis> {
  const redis = await startOwnRedis();
  onTestFinished(() => redis.stop());
  return redis;
}

/** The slots of a process that has this server. */
async function slotsOn(url: string, database: Database): Promise<RequestSlots> {
  const scheduler = { runHere: () => Promise.resolve(false) };
  const parts = { url, botId: "bot", scheduler, takes: false, random: systemRandom, logger: silentLogger };
  const { queue, slots } = await createRedis(parts);
  onTestFinished(() => queue.stop());
  await queue.start();
  await vi.waitFor(() => expect(queue.state()).toBe("connected"), { timeout: 10 * SECOND_MS });
  return slots(createRequestSlots(database));
}

const missing = whyNoRedis();
describe.skipIf(missing !== null)(missing === null ? "Redis" : `Redis (skipped: ${missing})`, () => {
  describeOnEachDatabase("the slots for requests", (open) => {
    test("lie one behind the other, whoever books", async () => {
      const [database, { url }] = [await openProductDatabase(open), await ownRedis()];
      const keepers = [await slotsOn(url, database), await slotsOn(url, database)];
      const booked = await Promise.all(
        Array.from({ length: 20 }).flatMap(() => keepers.map((slots) => slots.book(ORDER))),
      );
      const starts = booked.map(({ firstAtMs }) => firstAtMs).toSorted((one, other) => one - other);
      const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThan(LENGTH_MS - 1);
    });

    test("are not given by the database as well while they are kept here", async () => {
      const [database, { url }] = [await openProductDatabase(open), await ownRedis()];
      await (await slotsOn(url, database)).book(ORDER);
      const elsewhere = createRequestSlots(database);
      await expect(elsewhere.book(ORDER)).rejects.toMatchObject({ code: "SLOTS_KEPT_ELSEWHERE" });
      await elsewhere.keepElsewhere(0); // as when nobody has said so for a while
      expect(inMs(await elsewhere.book(ORDER))).toBeLessThan(LENGTH_MS);
    });

    test("begin here when those of the database are over", async () => {
      const [database, { url }] = [await openProductDatabase(open), await ownRedis()];
      await createRequestSlots(database).book({ ...ORDER, earliestInMs: 20 * SECOND_MS });
      expect(inMs(await (await slotsOn(url, database)).book(ORDER))).toBeGreaterThan(19 * SECOND_MS);
    });

    test("begin anew with a pause where the server forgot what was booked", async () => {
      const [database, { url }] = [await openProductDatabase(open), await ownRedis()];
      const slots = await slotsOn(url, database);
      await slots.book(ORDER);
      const eraser = new Redis(url);
      onTestFinished(() => eraser.disconnect());
      await eraser.flushall();
      expect(inMs(await slots.book(ORDER))).toBeGreaterThan(SECOND_MS);
    });

    test("come from the database while the server is away", async () => {
      const [database, redis] = [await openProductDatabase(open), await ownRedis()];
      const slots = await slotsOn(redis.url, database);
      await redis.kill();
      await vi.waitFor(async () => expect(inMs(await slots.book(ORDER))).toBeLessThan(LENGTH_MS), {
        timeout: 10 * SECOND_MS,
      });
    });
  });
});
