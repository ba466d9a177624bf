export { inspectRedis, type RedisFinding } from "./inspect-redis.ts";
export { createRedis, type RedisParts, type RedisShare } from "./redis.ts";
