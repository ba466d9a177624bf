import { type Logger, type Random, SECOND_MS } from "../../../kernel/index.ts";
import type { ScheduledJob, Scheduler } from "../../../scheduler/index.ts";
import type { RequestSlots } from "../../../delivery/index.ts";
import type { DeliveryQueue } from "../../delivery-queue.ts";
import type { DatabaseSlots } from "../../request-slots.ts";
import { createRedisSlots } from "./redis-slots.ts";
import { deliverMessageJob } from "../../../vocabulary/index.ts";
import { loadRedisPackages } from "./load-packages.ts";
import { createRedisLink } from "./redis-link.ts";
import { openSession, type RedisSession } from "./session.ts";

/** What Redis is used with. */
export interface RedisParts {
  /** `redis://` or `rediss://`. */
  readonly url: string;
  /** The same for all processes of one bot, another for every other bot that uses the server. */
  readonly botId: string;
  /** Runs what a hint names. */
  readonly scheduler: Pick<Scheduler, "runHere">;
  /** Whether this process takes hints; `false`: it only gives them. */
  readonly takes: boolean;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * Long enough for a hint on its way to a process with room; short enough that a message whose hint is lost is not missed. A message is late by
 * so much at the most, whatever happens to Redis.
 */
const HEAD_START_MS = 2 * SECOND_MS;
const LARGEST_OFFER = 500;

/** What is shared on a Redis server. */
export interface RedisShare {
  /** Hints go through BullMQ. Its start opens the connections that the slots use too. */
  readonly queue: DeliveryQueue;
  slots(database: DatabaseSlots): RequestSlots;
}

/** Nothing is opened before the queue's `start()`. @throws RedisPackageMissingError */
export async function createRedis(parts: RedisParts): Promise<RedisShare> {
  const { url, botId, scheduler, takes, random, logger } = parts;
  const packages = await loadRedisPackages();
  const take = takes ? (job: ScheduledJob) => scheduler.runHere(deliverMessageJob, job) : null;
  const prefix = `rekindle:${botId}`;
  const link = createRedisLink({
    open: () => openSession({ packages, url, prefix, logger, take }),
    random,
    logger,
  });
  const queue: DeliveryQueue = {
    start: link.start,
    stop: link.stop,
    headStartMs: () => (link.session() === null ? 0 : HEAD_START_MS),
    offer: gatherOffers(link.session),
    state: () => (link.session() === null ? "away" : "connected"),
  };
  return {
    queue,
    slots: (database) => createRedisSlots({ client: () => link.session()?.client ?? null, prefix, database }),
  };
}

/** What comes while a hand-over is under way goes with the next one. Where there is no session nothing is kept: the database has it all. */
function gatherOffers(session: () => RedisSession | null): (job: ScheduledJob) => void {
  const gathered: ScheduledJob[] = [];
  let offering = false;

  async function offerAll(): Promise<void> {
    offering = true;
    await Promise.resolve(); // those of one moment go together
    while (gathered.length > 0) {
      const jobs = gathered.splice(0, LARGEST_OFFER);
      await session()?.offer(jobs);
    }
    offering = false;
  }

  return (job) => {
    if (session() !== null) {
      gathered.push(job);
      if (!offering) {
        void offerAll();
      }
    }
  };
}
