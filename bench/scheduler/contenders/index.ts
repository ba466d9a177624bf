import { type Contender, CONTENDER_IDS, type ContenderId } from "../contender.ts";
import { bullmqOnPostgresql, bullmqOnRedis } from "./bullmq.ts";
import { graphileWorker } from "./graphile-worker.ts";
import { pgBoss } from "./pg-boss.ts";
import { rekindle, rekindleEmbedded } from "./rekindle.ts";

const CONTENDERS: Readonly<Record<ContenderId, Contender>> = {
  "pg-boss": pgBoss,
  "graphile-worker": graphileWorker,
  "bullmq-redis-everysec": bullmqOnRedis("everysec"),
  "bullmq-redis-always": bullmqOnRedis("always"),
  "bullmq-postgresql": bullmqOnPostgresql,
  rekindle,
  "rekindle-embedded": rekindleEmbedded,
};

export function contenderOf(id: ContenderId): Contender {
  return CONTENDERS[id];
}

export function isContenderId(word: string): word is ContenderId {
  return (CONTENDER_IDS as readonly string[]).includes(word);
}
