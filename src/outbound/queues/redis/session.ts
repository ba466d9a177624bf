import type { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { z } from "zod";

import { type Logger, SECOND_MS, sleep, toError } from "../../../kernel/index.ts";
import type { ScheduledJob } from "../../../scheduler/index.ts";
import { connectRedis, type RedisFacts, reasonOf } from "./connect.ts";
import type { RedisPackages } from "./load-packages.ts";

/** What a session is opened with. */
export interface SessionParts {
  readonly packages: RedisPackages;
  readonly url: string;
  /** Before every key: the same for all processes of one bot, another for every other bot on the server. */
  readonly prefix: string;
  readonly logger: Logger;
  /** Called with each hint that this process gets; `null`: it takes none. */
  readonly take: ((job: ScheduledJob) => Promise<unknown>) | null;
}

/** From a connection that was found good until the first thing that goes wrong: then another session is opened. */
export interface RedisSession {
  readonly client: Redis;
  readonly facts: RedisFacts;
  /** Resolves with what went wrong, or when it was closed. */
  readonly ended: Promise<string>;
  /** Hands hints to whichever process takes them. What cannot be handed over ends the session. */
  offer(jobs: readonly ScheduledJob[]): Promise<void>;
  /** Lets go of everything, whether the server answers or not. */
  close(): Promise<void>;
}

const QUEUE = "deliveries";
/** One hint in hand: it waits for a free place here and is claimed, and only then comes the next. So the order is kept, and others get the rest. */
const HINTS_IN_HAND = 1;
const BEAT_MS = SECOND_MS;
const CLOSE_MS = SECOND_MS;

const hintSchema = z.object({ jobId: z.string(), scheduledTime: z.iso.datetime() });

/** Opens a session on a server that answers, is new enough, and can be written to. */
export async function openSession(parts: SessionParts): Promise<RedisSession> {
  const { packages, url, prefix } = parts;
  const { client, facts } = await connectRedis(packages, url);
  const ending = Promise.withResolvers<string>();
  const beat = async (): Promise<void> => {
    await client.set(`${prefix}:alive`, "1", "PX", 10 * BEAT_MS); // a write: a full or a read-only server answers a ping
  };
  try {
    await beat();
  } catch (thrown) {
    client.disconnect();
    throw thrown;
  }
  client.on("end", () => ending.resolve("the connection ended"));
  const clients = withCopies(client, ending.resolve);
  const timer = setInterval(() => {
    beat().catch((thrown: unknown) => ending.resolve(reasonOf(thrown)));
  }, BEAT_MS);
  const queue = openQueue(parts, client);
  const worker = parts.take === null ? null : openWorker(parts, client, parts.take);

  return {
    client,
    facts,
    ended: ending.promise,
    offer: async (jobs) => {
      try {
        await queue.addBulk(jobs.map(hintFor));
      } catch (thrown) {
        ending.resolve(reasonOf(thrown));
      }
    },
    close: async () => {
      clearInterval(timer);
      ending.resolve("closed");
      const closing = Promise.allSettled([worker?.close(true), queue.close()]);
      const done = new AbortController();
      await Promise.race([closing.finally(() => done.abort()), sleep(CLOSE_MS, done.signal)]);
      clients.forEach((each) => each.disconnect());
    },
  };
}

/** BullMQ makes a second connection out of ours, to wait on. It is ours to listen to and to end as well. */
function withCopies(client: Redis, ended: (reason: string) => void): ReadonlySet<Redis> {
  const clients = new Set([client]);
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (override) => {
    const copy = duplicate(override);
    copy.on("error", () => undefined);
    copy.on("end", () => ended("the waiting connection ended"));
    clients.add(copy);
    return copy;
  };
  return clients;
}

function openQueue({ packages, prefix, logger }: SessionParts, connection: Redis): Queue {
  const queue = new packages.Queue(QUEUE, {
    connection,
    prefix,
    skipVersionCheck: true, // it was looked at, and what BullMQ finds it prints
    streams: { events: { maxLen: 100 } },
  });
  queue.on("error", (error) => logger.debug({ error: error.message }, "Redis: the queue"));
  return queue;
}

function openWorker(
  { packages, prefix, logger }: SessionParts,
  connection: Redis,
  take: (job: ScheduledJob) => Promise<unknown>,
): Worker {
  const worker = new packages.Worker(
    QUEUE,
    async ({ data }) => {
      const hint = hintSchema.safeParse(data);
      if (hint.success) {
        await take({ jobId: hint.data.jobId, scheduledTime: new Date(hint.data.scheduledTime) });
      }
    },
    {
      connection,
      prefix,
      concurrency: HINTS_IN_HAND,
      drainDelay: 1,
      maxStalledCount: 0, // a hint whose process died has no use any more
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      skipVersionCheck: true,
    },
  );
  worker.on("error", (error) => logger.debug({ error: toError(error).message }, "Redis: taking hints"));
  return worker;
}

function hintFor({ jobId, scheduledTime }: ScheduledJob): Parameters<Queue["addBulk"]>[0][number] {
  return {
    name: "hint",
    data: { jobId, scheduledTime: scheduledTime.toISOString() } satisfies z.infer<typeof hintSchema>,
    opts: { jobId, attempts: 1, removeOnComplete: true, removeOnFail: true },
  };
}
