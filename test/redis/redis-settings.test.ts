import { describe, expect, onTestFinished, test } from "vitest";

import { attempt, temporaryFolder } from "../attacks/process.ts";
import { startOwnRedis } from "./own-redis.ts";
import { whyNoRedis } from "./why-no-redis.ts";

const NOBODY_THERE = "redis://:hush@127.0.0.1:1";

test("a REDIS_URL that is none stops the start together with whatever else is wrong, and is not shown", async () => {
  const { code, stderr } = await attempt({ REDIS_URL: "http://:hush@localhost", FOLLOW_UP_CONSENT: "always" });
  expect(code).toBe(1);
  expect(stderr).toContain(
    "REDIS_URL: its value is not allowed; it must be a URL that begins with redis:// or rediss://",
  );
  expect(stderr).toContain("FOLLOW_UP_CONSENT");
  expect(stderr).not.toContain("hush");
});

test("a package that Redis needs and that is not installed is one line with the command that installs it", async () => {
  const { code, stderr } = await attempt({
    NODE_OPTIONS: `--import ${withoutPackage("bullmq")}`,
    REDIS_URL: NOBODY_THERE,
    DISCORD_TOKEN: "any",
    REKINDLE_DATA_DIR: await temporaryFolder(),
  });
  expect(code).toBe(1);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toContain("npm install bullmq ioredis");
  expect(stderr).toContain("[REDIS_PACKAGE_MISSING]");
});

test("rekindle doctor says of a Redis that is not there that messages go without it", async () => {
  const { code, stdout } = await attempt({ REDIS_URL: NOBODY_THERE }, { words: ["doctor"] });
  expect(stdout).toMatch(/! Redis: .*ECONNREFUSED.*messages go by the database alone/u);
  expect(stdout).not.toContain("hush");
  expect(code).toBe(0);
});

const missing = whyNoRedis();
describe.skipIf(missing !== null)(missing === null ? "a Redis" : `a Redis (skipped: ${missing})`, () => {
  test("is looked at by rekindle doctor: its version, what it throws away, whether it takes writes", async () => {
    const redis = await startOwnRedis();
    onTestFinished(() => redis.stop());
    const look = async (): Promise<string> => (await attempt({ REDIS_URL: redis.url }, { words: ["doctor"] })).stdout;
    expect(await look()).toMatch(/✓ Redis: it answers \(version \d/u);
    await redis.kill();
    await redis.start(["--maxmemory-policy", "allkeys-lru", "--replicaof", "127.0.0.1 1"]);
    const seen = await look();
    expect(seen).toContain("! Redis: its maxmemory-policy is allkeys-lru");
    expect(seen).toContain("! Redis: it is a replica");
  });
});

/** A module that has Node say of a package that it is not there. */
function withoutPackage(packageName: string): string {
  const code = `import { registerHooks } from "node:module";
    registerHooks({ resolve(name, context, next) {
      if (name === ${JSON.stringify(packageName)}) throw Object.assign(new Error("not there"), { code: "ERR_MODULE_NOT_FOUND" });
      return next(name, context);
    } });`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
