import type { Database } from "../database/index.ts";
import type { RequestSlots } from "../delivery/index.ts";
import { invariant, systemRandom } from "../kernel/index.ts";
import { createRequestSlots, type DeliveryQueue } from "../outbound/index.ts";
import { postgresQueue } from "../outbound/queues/postgres/index.ts";
import type { Scheduler } from "../scheduler/index.ts";
import type { ResolvedOptions } from "./rekindle-options.ts";
import { readBotId } from "./sql/read-bot-id.ts";

/** By what the processes of a bot agree who does what, and how fast. */
export interface Agreement {
  readonly queue: DeliveryQueue;
  /** `null` where there is no other process. */
  readonly requestSlots: RequestSlots | null;
}

interface AgreementParts {
  readonly database: Database;
  readonly scheduler: Scheduler;
}

/** The database, and Redis where there is one. @throws RedisPackageMissingError */
export async function agreementFor(
  { redisUrl, platform, settings, logger }: ResolvedOptions,
  { database, scheduler }: AgreementParts,
): Promise<Agreement> {
  const requestSlots = database.kind === "server" ? createRequestSlots(database) : null;
  if (redisUrl === null) {
    return { queue: postgresQueue, requestSlots };
  }
  if (platform.mode === "sandbox") {
    logger.info({}, "Redis is not used: in the sandbox one process sends, and goes by a clock that is wound");
    return { queue: postgresQueue, requestSlots };
  }
  const { createRedis } = await import("../outbound/queues/redis/index.ts"); // its packages need not be installed
  const [row] = await database.run(readBotId);
  invariant(row !== undefined, "a database that was prepared has a bot id");
  const redis = await createRedis({
    url: redisUrl,
    botId: row.botId,
    scheduler,
    takes: settings.jobsEnabled,
    random: systemRandom,
    logger,
  });
  return { queue: redis.queue, requestSlots: requestSlots === null ? null : redis.slots(requestSlots) };
}
