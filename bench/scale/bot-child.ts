/** One process of the bot whose speed is measured: it goes as fast as it can, and ends with its standard input. */
import { once } from "node:events";

import { createDiscord } from "../../src/delivery/platforms/discord/index.ts";
import { createRekindle } from "../../src/main/index.ts";

/** More than anything here reaches: the pace does not count. */
const REQUESTS_PER_SECOND = 100_000;

const [token = "", apiUrl = "", databaseUrl = "", redisUrl = ""] = process.argv.slice(2);
const rekindle = createRekindle({
  platform: createDiscord({ token, apiUrl, requestsPerSecond: REQUESTS_PER_SECOND }),
  databaseUrl,
  redisUrl: redisUrl === "" ? null : redisUrl,
  settings: { quietHours: null },
});
await rekindle.start();
process.stdout.write("ready\n");
process.stdin.resume();
await once(process.stdin, "end");
await rekindle.stop();
