import { spawnSync } from "node:child_process";

/** Why what needs a Redis server of its own is skipped; `null`: it is not. `REDIS_URL` says that Redis is wanted at all. */
export function whyNoRedis(): string | null {
  if ((process.env["REDIS_URL"] ?? "") === "") {
    return "REDIS_URL is not set";
  }
  return spawnSync("redis-server", ["--version"]).status === 0 ? null : "redis-server is not installed";
}
