import type { Redis } from "ioredis";

import { SECOND_MS, sleep, toError } from "../../../kernel/index.ts";
import type { RedisPackages } from "./load-packages.ts";
import { RedisUnusableError } from "./redis-errors.ts";

/** A server that does not answer within this is away. */
export const ANSWER_MS = 2 * SECOND_MS;
const LONGEST_REASON = 200;
const CONNECT_MS = 3 * SECOND_MS;
/** What BullMQ needs. */
const OLDEST_VERSION = 5;

/** What a server says of itself. */
export interface RedisFacts {
  readonly version: string;
  /** What it throws away when its memory is full; only `noeviction` keeps a queue whole. `null`: it does not say. */
  readonly evictionPolicy: string | null;
  readonly isReplica: boolean;
}

/**
 * One connection that was seen to answer. It is never made anew by itself: whoever has it makes another when it ends. Errors of the connection
 * are listened to, and told by its end.
 *
 * @throws RedisUnusableError, or what the connection failed with.
 */
export async function connectRedis(
  { Redis }: RedisPackages,
  url: string,
): Promise<{ readonly client: Redis; readonly facts: RedisFacts }> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: null, // BullMQ insists
    connectionName: "rekindle",
  });
  const errors: Error[] = [];
  client.on("error", (error: Error) => errors.splice(0, 1, error));
  try {
    return { client, facts: await withinTime(greet(client)) };
  } catch (thrown) {
    client.disconnect();
    throw errors[0] ?? thrown; // the connection says more than the command that it failed
  }
}

async function greet(client: Redis): Promise<RedisFacts> {
  await client.connect();
  const facts = readFacts(await client.info());
  if (Number.parseInt(facts.version, 10) < OLDEST_VERSION) {
    throw new RedisUnusableError(`Redis ${facts.version} is too old: ${OLDEST_VERSION}.0 or later is needed`);
  }
  return facts;
}

function readFacts(info: string): RedisFacts {
  const lines = new Map(info.split(/\r?\n/u).map((line) => [line.split(":")[0], line.split(":")[1]] as const));
  return {
    version: lines.get("redis_version") ?? "0",
    evictionPolicy: lines.get("maxmemory_policy") ?? null,
    isReplica: lines.get("role") === "slave",
  };
}

async function withinTime<T>(work: Promise<T>): Promise<T> {
  const done = new AbortController();
  const late = sleep(CONNECT_MS, done.signal).then(() => {
    throw new RedisUnusableError("Redis does not answer");
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    work.catch(() => undefined);
    done.abort();
  }
}

/** What an error of Redis says, in a line that names no password. */
export function reasonOf(thrown: unknown): string {
  const error = toError(thrown);
  // Where several addresses were tried, the error has no words, only a code.
  const text = error instanceof AggregateError && "code" in error ? String(error.code) : error.message;
  return text.slice(0, LONGEST_REASON);
}
