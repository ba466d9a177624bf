import type { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";

import { toError } from "../../../kernel/index.ts";
import { RedisPackageMissingError } from "./redis-errors.ts";

/** What of the packages is used. */
export interface RedisPackages {
  readonly Redis: typeof Redis;
  readonly Queue: typeof Queue;
  readonly Worker: typeof Worker;
}

/** Loads what is installed only where Redis is used. @throws RedisPackageMissingError */
export async function loadRedisPackages(): Promise<RedisPackages> {
  const ioredis = await load("ioredis", () => import("ioredis"));
  const bullmq = await load("bullmq", () => import("bullmq"));
  return { Redis: ioredis.Redis, Queue: bullmq.Queue, Worker: bullmq.Worker };
}

async function load<Module>(packageName: string, importIt: () => Promise<Module>): Promise<Module> {
  try {
    return await importIt();
  } catch (thrown) {
    const cause = toError(thrown);
    if ("code" in cause && (cause.code === "ERR_MODULE_NOT_FOUND" || cause.code === "MODULE_NOT_FOUND")) {
      throw new RedisPackageMissingError(packageName, { cause });
    }
    throw thrown;
  }
}
