import { connectRedis, reasonOf } from "./connect.ts";
import { loadRedisPackages } from "./load-packages.ts";
import { RedisPackageMissingError } from "./redis-errors.ts";

/** What was found. `trouble` keeps the program from starting; `hint` from using Redis, or from using it well. */
export interface RedisFinding {
  readonly grade: "good" | "hint" | "trouble";
  readonly text: string;
}

/** Looks at a server, and changes nothing. */
export async function inspectRedis(url: string): Promise<readonly RedisFinding[]> {
  try {
    const packages = await loadRedisPackages();
    const { client, facts } = await connectRedis(packages, url);
    client.disconnect();
    const { version, evictionPolicy, isReplica } = facts;
    return [
      { grade: "good", text: `it answers (version ${version})` },
      ...(isReplica ? [hint("it is a replica, which takes no writes: REDIS_URL must name the primary")] : []),
      ...(evictionPolicy === null || evictionPolicy === "noeviction"
        ? []
        : [
            hint(
              `its maxmemory-policy is ${evictionPolicy}: it may throw hints away, and messages are then some seconds late. Better: noeviction`,
            ),
          ]),
    ];
  } catch (thrown) {
    return thrown instanceof RedisPackageMissingError
      ? [{ grade: "trouble", text: thrown.message }]
      : [hint(`${reasonOf(thrown)}. Until it can be used, messages go by the database alone`)];
  }
}

function hint(text: string): RedisFinding {
  return { grade: "hint", text };
}
