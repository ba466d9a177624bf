import { createServer } from "node:net";

import { Redis } from "ioredis";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";

import type { Database } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import {
  addMs,
  DAY_MS,
  HOUR_MS,
  type LogFields,
  type Logger,
  SECOND_MS,
  systemRandom,
} from "../../src/kernel/index.ts";
import { createRedis } from "../../src/outbound/queues/redis/index.ts";
import { deliverMessageJob } from "../../src/vocabulary/index.ts";
import { startTcpProxy } from "../database/tcp-proxy.ts";
import { createCrew, type Crew, type Member } from "../outbound/queues/crew.ts";
import { openProductDatabase, values } from "../product-database.ts";
import { type OwnRedis, startOwnRedis } from "./own-redis.ts";
import { whyNoRedis } from "./why-no-redis.ts";

const missing = whyNoRedis();
const describeWithRedis = missing === null ? describe : describe.skip;
const NAME = missing === null ? "Redis in trouble" : `Redis in trouble (skipped: ${missing})`;

/** What a queue says of its server. */
interface Diary {
  readonly logger: Logger;
  readonly warnings: string[];
  readonly news: string[];
}

function keepDiary(): Diary {
  const [warnings, news]: [string[], string[]] = [[], []];
  const note = (lines: string[]) => (fields: LogFields, text: string) => {
    if (text.startsWith("Redis")) {
      lines.push(`${text} ${JSON.stringify(fields)}`);
    }
  };
  const ignore = (): void => undefined;
  return { logger: { debug: ignore, info: note(news), warn: note(warnings), error: note(warnings) }, warnings, news };
}

async function ownRedis(): Promise<OwnRedis> {
  const redis = await startOwnRedis();
  onTestFinished(() => redis.stop());
  return redis;
}

describeWithRedis(NAME, () => {
  describeOnEachDatabase("a delivery queue", (open, kind) => {
    let database: Database;
    let diary: Diary;
    let url = "";
    let crew: Crew;

    beforeEach(async () => {
      database = await openProductDatabase(open);
      diary = keepDiary();
      crew = createCrew(
        database,
        async (parts) => (await createRedis({ ...parts, url, botId: "bot", random: systemRandom })).queue,
      );
    });

    const joinAt = async (serverUrl: string): Promise<Member> => {
      url = serverUrl;
      return crew.join({ logger: diary.logger });
    };
    const becomes = (member: Member, state: string): Promise<void> =>
      vi.waitFor(() => expect(member.queue.state()).toBe(state), { timeout: 15 * SECOND_MS, interval: 20 });
    const expectOnce = (ids: readonly string[]): void =>
      expect(crew.deliveries.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());

    if (kind === "server") {
      test("loses nothing and sends nothing twice while the server is killed and started again", async () => {
        const redis = await ownRedis();
        const first = await joinAt(redis.url);
        const members = [first, await crew.join(), await crew.join()];
        const ids: string[] = [];
        for (let round = 0; round < 2; round += 1) {
          await becomes(first, "connected");
          const some = Promise.all(members.map((member) => crew.enqueue(member, 30)));
          await crew.delivered(ids.length + 10);
          await redis.kill();
          ids.push(...(await some).flat());
          ids.push(...(await Promise.all(members.map((member) => crew.enqueue(member, 20)))).flat());
          await crew.delivered(ids.length);
          await redis.start();
        }
        await becomes(first, "connected");
        await crew.delivered(ids.length);
        expectOnce(ids);
        expect({ warnings: diary.warnings.length, news: diary.news.length }).toEqual({ warnings: 2, news: 2 });
      });
      return; // the rest is about one process, whichever database it has
    }

    test("runs what a hint names without waiting for its moment", async () => {
      const member = await joinAt((await ownRedis()).url);
      await becomes(member, "connected");
      const at = addMs(await database.now(), DAY_MS);
      const job = await member.scheduler.schedule(deliverMessageJob, { outboundId: "early" }, { at });
      member.queue.offer(job);
      await crew.delivered(1);
      await member.scheduler.settle();
      const [delayMs] = await values<number>(database, "select queue_delay_ms as value from job_execution_history");
      expect(delayMs).toBeLessThan(HOUR_MS); // it counts from when it was wanted
    });

    test("goes on where the server says nothing any more, and hears it again", async () => {
      const redis = await ownRedis();
      const proxy = await startTcpProxy(redis.url);
      const member = await joinAt(proxy.url);
      await becomes(member, "connected");
      proxy.swallow();
      const ids = await crew.enqueue(member, 10);
      await crew.delivered(10);
      await becomes(member, "away");
      await becomes(member, "connected");
      ids.concat(await crew.enqueue(member, 10));
      await crew.delivered(20);
      expect(new Set(crew.deliveries.map(({ id }) => id)).size).toBe(20);
    });

    test("goes on where everything in the server was deleted", async () => {
      const redis = await ownRedis();
      const member = await joinAt(redis.url);
      await becomes(member, "connected");
      const eraser = new Redis(redis.url);
      onTestFinished(() => eraser.disconnect());
      const enqueued = crew.enqueue(member, 40);
      for (let round = 0; round < 20; round += 1) {
        await eraser.flushall();
      }
      const ids = await enqueued;
      await crew.delivered(40);
      expectOnce(ids);
    });

    test.each([
      ["is full", ["maxmemory", "1"], ["maxmemory", "0"]],
      ["became a replica", ["replicaof", "127.0.0.1 1"], ["replicaof", "no one"]],
    ])("goes on where the server %s, and says so once", async (_what, broken, mended) => {
      const redis = await ownRedis();
      const member = await joinAt(redis.url);
      await becomes(member, "connected");
      const operator = new Redis(redis.url);
      onTestFinished(() => operator.disconnect());
      const set = ([name = "", value = ""]: readonly string[]): Promise<unknown> =>
        name === "replicaof" ? operator.call("replicaof", ...value.split(" ")) : operator.config("SET", name, value);
      await set(broken);
      const ids = [...(await crew.enqueue(member, 5))];
      await becomes(member, "away");
      ids.push(...(await crew.enqueue(member, 5)));
      await crew.delivered(10);
      await set(mended);
      await becomes(member, "connected");
      expectOnce(ids);
      expect({ warnings: diary.warnings.length, news: diary.news.length }).toEqual({ warnings: 1, news: 1 });
    });

    test("starts and stops where there is no server, where it refuses us, and where it is too old", async () => {
      const redis = await ownRedis();
      await redis.kill();
      const none = await joinAt(redis.url);
      await redis.start(["--requirepass", "secret"]);
      const refused = await joinAt(redis.url.replace("//", "//:wrong@"));
      const old = await joinAt(await oldServer());
      expect([none, refused, old].map(({ queue }) => queue.state())).toEqual(["away", "away", "away"]);
      expect(diary.warnings).toHaveLength(3);
      expect(diary.warnings[2]).toContain("Redis 4.0.14 is too old");
      expect(diary.warnings.join()).not.toMatch(/:wrong|secret/u);
      await crew.enqueue(none, 3);
      await crew.delivered(3);
      await Promise.all([none, refused, old].map((member) => member.stop()));
    });
  });
});

/** What says that it is a Redis of 2017, and OK to everything else. */
async function oldServer(): Promise<string> {
  const info = "redis_version:4.0.14\r\n";
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      for (const command of bytes.toString().matchAll(/^\*\d+\r\n\$\d+\r\n(\w+)/gmu)) {
        socket.write(/info/iu.test(command[1] ?? "") ? `$${info.length}\r\n${info}\r\n` : "+OK\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `redis://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}
