import type { Redis } from "ioredis";
import { z } from "zod";

import type { BookedSlots, RequestSlots, SlotOrder } from "../../../delivery/index.ts";
import { SECOND_MS, sleep } from "../../../kernel/index.ts";
import { type DatabaseSlots, SlotsKeptElsewhereError } from "../../request-slots.ts";

/** How often those who book here say so in the database, all together. */
const TELL_EVERY_MS = SECOND_MS;
/** For how long that counts beyond what is booked: whoever cannot reach Redis has no slots there for so long. */
const TELL_FOR_MS = 2 * SECOND_MS;
/** Not longer than a process waits for its slots. */
const WAIT_MS = 0.8 * SECOND_MS;
/** A server that remembers nothing may have forgotten slots that are still to come. */
const FORGOTTEN_MS = 2 * SECOND_MS;

// As `book_request_slots` in the database, on this server's clock. Says also whether it is time to tell the database. Numbers as texts: a
// reply has whole numbers only.
const BOOK = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + time[2] / 1000
  local next = tonumber(redis.call('GET', KEYS[1]) or (now + ${FORGOTTEN_MS}))
  if next > now + 60000 then next = now end
  local first = math.max(next, now + ARGV[2])
  redis.call('SET', KEYS[1], string.format('%.3f', first + ARGV[1]))
  local tell = redis.call('SET', KEYS[2], '1', 'NX', 'PX', ${TELL_EVERY_MS})
  return { string.format('%.3f', first), string.format('%.3f', now), tell and '1' or '0' }`;

const replySchema = z.tuple([z.coerce.number(), z.coerce.number(), z.enum(["0", "1"])]);

interface RedisSlotsParts {
  /** `null` while there is no server. */
  client(): Redis | null;
  readonly prefix: string;
  readonly database: DatabaseSlots;
}

/**
 * Slots that all processes share on a Redis server, and in the database while it is away. There is one keeper at a time: those who book
 * here say so in the database, which then gives none; so a process that alone has lost Redis goes slowly instead of beside the others.
 */
export function createRedisSlots({ client, prefix, database }: RedisSlotsParts): RequestSlots {
  const keys = [`${prefix}:slots`, `${prefix}:slots-told`];

  async function bookHere(redis: Redis, { count, stepMs, earliestInMs }: SlotOrder): Promise<BookedHere> {
    const reply = await redis.eval(BOOK, keys.length, ...keys, count * stepMs, earliestInMs);
    const [firstAtMs, nowMs, tell] = replySchema.parse(reply);
    return { firstAtMs, nowMs, tell: tell === "1" };
  }

  async function bookTelling(redis: Redis, order: SlotOrder): Promise<BookedSlots> {
    const { tell, ...booked } = await bookHere(redis, order);
    if (!tell) {
      return booked;
    }
    const aheadMs = Math.max(0, booked.firstAtMs - booked.nowMs);
    const { busyForMs } = await database.keepElsewhere(TELL_FOR_MS + aheadMs);
    return busyForMs <= aheadMs
      ? booked
      : bookHere(redis, { ...order, earliestInMs: Math.max(order.earliestInMs, busyForMs) });
  }

  return {
    book: async (order) => {
      const redis = client();
      return redis === null ? bookInDatabase(database, order) : bookTelling(redis, order);
    },
  };
}

/** Where all have lost the server at the same moment, the database gives slots as soon as those that were booked there are over. */
async function bookInDatabase(database: DatabaseSlots, order: SlotOrder): Promise<BookedSlots> {
  try {
    return await database.book(order);
  } catch (thrown) {
    if (!(thrown instanceof SlotsKeptElsewhereError)) {
      throw thrown;
    }
    await sleep(WAIT_MS);
    return database.book(order);
  }
}

interface BookedHere extends BookedSlots {
  readonly tell: boolean;
}
