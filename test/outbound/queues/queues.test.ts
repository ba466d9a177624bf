import { Redis } from "ioredis";
import { afterAll, describe } from "vitest";

import { systemRandom, timeOrderedIds, systemClock } from "../../../src/kernel/index.ts";
import { postgresQueue } from "../../../src/outbound/queues/postgres/index.ts";
import { createRedis } from "../../../src/outbound/queues/redis/index.ts";
import { deliveryQueueConformance } from "./delivery-queue.conformance.ts";

deliveryQueueConformance("PostgreSQL alone", () => () => Promise.resolve(postgresQueue));

const REDIS_URL = process.env["REDIS_URL"] ?? "";
const ids = timeOrderedIds(systemClock, systemRandom);

if (REDIS_URL === "") {
  describe.skip("Redis: a delivery queue (skipped: REDIS_URL is not set)", () => {
    deliveryQueueConformance("Redis", () => () => Promise.resolve(postgresQueue));
  });
} else {
  const run = `test-${ids.next()}`;
  afterAll(async () => {
    const redis = new Redis(REDIS_URL);
    await redis.del(...(await redis.keys(`rekindle:${run}-*`)));
    await redis.quit();
  });
  deliveryQueueConformance("Redis", () => {
    const botId = `${run}-${ids.next()}`;
    return async (parts) => (await createRedis({ ...parts, url: REDIS_URL, botId, random: systemRandom })).queue;
  });
}
