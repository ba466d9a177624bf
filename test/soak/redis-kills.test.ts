import { describe, expect, onTestFinished, test } from "vitest";

import { MINUTE_MS, SECOND_MS } from "../../src/kernel/index.ts";
import { type Crowd, gatherCrowd } from "../redis/crowd.ts";
import { type OwnRedis, startOwnRedis } from "../redis/own-redis.ts";
import { whyNoRedis } from "../redis/why-no-redis.ts";
import { type OwnServer, startOwnServer, whyNoOwnServer } from "../scheduler/invariants/own-server.ts";

const PROCESSES = 4;
const DELIVERIES = Number(process.env["SOAK_DELIVERIES"] ?? 5000);
const KILLS = 20;
const RESTARTS = 5;
const PATIENCE_MS = 5 * SECOND_MS;

/** Kills Redis again and again while messages go out, and restarts the database now and then. Says how soon they went on each time. */
async function attack(crowd: Crowd, redis: OwnRedis, server: OwnServer): Promise<readonly number[]> {
  const goOnMs: number[] = [];
  for (let kill = 1; kill <= KILLS; kill += 1) {
    await crowd.untilArrived(Math.floor((DELIVERIES * kill) / (KILLS + 1)));
    if (kill % (KILLS / RESTARTS) === 0) {
      await server.restart(kill % 2 === 0 ? "immediate" : "fast");
    }
    await redis.kill();
    goOnMs.push(await crowd.untilArrived(crowd.arrived() + 1));
    await crowd.untilArrived(crowd.arrived() + 10);
    await redis.start();
  }
  return goOnMs;
}

const missing = whyNoRedis() ?? whyNoOwnServer();
describe.skipIf(missing !== null)(missing === null ? "four processes" : `four processes (skipped: ${missing})`, () => {
  test(
    `deliver ${DELIVERIES} messages once while Redis is killed ${KILLS} times and the database restarted ${RESTARTS} times, and as many without Redis`,
    { timeout: 60 * MINUTE_MS },
    async () => {
      const [server, redis] = [await startOwnServer(), await startOwnRedis()];
      onTestFinished(() => server.stop());
      onTestFinished(() => redis.stop());
      const crowd = await gatherCrowd({
        processes: PROCESSES,
        databaseUrl: server.url,
        redisUrl: redis.url,
        patienceMs: 30 * MINUTE_MS,
      });
      await crowd.makePeopleDue(DELIVERIES);
      const goOnMs = await attack(crowd, redis, server);
      const withRedisMs = await crowd.untilArrived(DELIVERIES);
      const kept = { twice: 0, breaches: 0, refused: 0 };
      const attacked = crowd.report();
      process.stdout.write(`${JSON.stringify({ attacked, goOnMs, withRedisMs }, null, 2)}\n`);

      await redis.kill();
      await crowd.makePeopleDue(DELIVERIES);
      const withoutRedisMs = await crowd.untilArrived(2 * DELIVERIES);
      const endings = await Promise.all(crowd.programs.map((program) => program.stop()));
      const [report, states] = [crowd.report(), await crowd.states()];
      process.stdout.write(`${JSON.stringify({ report, states, withoutRedisMs, endings }, null, 2)}\n`);

      expect(attacked).toMatchObject({ ...kept, received: DELIVERIES });
      expect(Math.max(...goOnMs)).toBeLessThan(PATIENCE_MS);
      expect(report).toMatchObject({ ...kept, received: 2 * DELIVERIES });
      expect(report.mostInASecond).toBeLessThanOrEqual(50);
      expect(states).toEqual({ sent: 2 * DELIVERIES });
      expect(endings).toEqual(Array.from({ length: PROCESSES }, () => 0));
      for (const program of crowd.programs) {
        expect(program.printed()).not.toMatch(/unhandled/iu);
      }
    },
  );
});
