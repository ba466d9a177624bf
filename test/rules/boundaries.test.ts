import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

const CRUISER = fileURLToPath(
  new URL("../../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", import.meta.url),
);
const CONFIGURATION = fileURLToPath(new URL("../../.dependency-cruiser.cjs", import.meta.url));

const VENDORS = [
  "@ai-sdk/openai-compatible",
  "@electric-sql/pglite",
  "@hono/node-server",
  "ai",
  "bullmq",
  "chrono-node",
  "compromise",
  "croner",
  "discord.js",
  "hono",
  "ioredis",
  "pg",
  "pino",
  "preact",
  "temporal-polyfill",
  "vite",
  "vitest",
  "zod",
];

/** A house in which everybody keeps the rules. Each file and what it imports. */
const HOUSE: Readonly<Record<string, readonly string[]>> = {
  "src/index.ts": ["./main/index.ts", "./delivery/platforms/sandbox/index.ts"],
  "src/kernel/index.ts": ["node:timers/promises"],
  "src/kernel/testing/stress.ts": ["vitest"],
  "src/vocabulary/index.ts": ["../kernel/index.ts", "zod"],
  "src/database/index.ts": ["../kernel/index.ts", "./pool.ts"],
  "src/database/pool.ts": ["pg", "@electric-sql/pglite"],
  "src/scheduler/index.ts": ["../database/index.ts", "./cron/index.ts"],
  "src/scheduler/cron/index.ts": ["croner", "temporal-polyfill"],
  "src/scheduler/testing/index.ts": ["../index.ts"],
  "src/entries/scheduler.ts": ["../scheduler/index.ts", "../database/index.ts"],
  "src/entries/scheduler-testing.ts": ["../scheduler/testing/index.ts"],
  "src/scheduler/scheduler.test.ts": ["../kernel/testing/stress.ts", "./index.ts", "vitest"],
  "src/llm/index.ts": ["../kernel/index.ts"],
  "src/llm/models/openai-compatible/index.ts": ["ai", "@ai-sdk/openai-compatible", "../../index.ts"],
  "src/delivery/index.ts": ["../vocabulary/index.ts"],
  "src/delivery/platforms/discord/index.ts": ["discord.js", "../../index.ts"],
  "src/delivery/platforms/sandbox/index.ts": ["../../../database/index.ts", "../../index.ts"],
  "src/privacy/index.ts": ["../database/index.ts", "zod"],
  "src/conversation/index.ts": ["../privacy/index.ts", "../llm/index.ts", "./language/index.ts"],
  "src/conversation/conversation-types.ts": ["../vocabulary/index.ts"],
  "src/conversation/language/index.ts": ["compromise", "chrono-node", "temporal-polyfill", "../conversation-types.ts"],
  "src/outbound/index.ts": ["../delivery/index.ts", "../scheduler/index.ts"],
  "src/outbound/queues/redis/index.ts": ["ioredis", "bullmq"],
  "src/follow-ups/index.ts": ["../outbound/index.ts", "../conversation/index.ts", "./policy/index.ts"],
  "src/follow-ups/policy/index.ts": ["../timing/index.ts", "../../vocabulary/index.ts"],
  "src/follow-ups/timing/index.ts": ["temporal-polyfill", "../../kernel/index.ts"],
  "src/follow-ups/templates/index.ts": ["node:fs"],
  "src/analytics/index.ts": ["../database/index.ts"],
  "src/jobs/index.ts": ["../follow-ups/index.ts"],
  "src/bot/index.ts": ["../follow-ups/index.ts"],
  "src/web/index.ts": ["./server/index.ts"],
  "src/web/contract.ts": [],
  "src/web/server/index.ts": ["hono", "@hono/node-server", "../contract.ts", "../../analytics/index.ts"],
  "src/web/client/main.tsx": ["preact", "../contract.ts"],
  "src/web/client/vite.config.ts": ["vite"],
  "src/main/index.ts": ["pino", "../web/index.ts", "../delivery/platforms/discord/index.ts"],
};

/** One breach each: a file that is added to the house, what it imports, and the only rule that may object. */
const BREACHES: readonly (readonly [rule: string, file: string, imports: readonly string[]])[] = [
  ["direction:kernel", "src/kernel/breach.ts", ["../vocabulary/index.ts"]],
  ["direction:vocabulary", "src/vocabulary/breach.ts", ["../database/index.ts"]],
  ["direction:database", "src/database/breach.ts", ["../vocabulary/index.ts"]],
  ["direction:scheduler", "src/scheduler/breach.ts", ["../vocabulary/index.ts"]],
  ["direction:llm", "src/llm/breach.ts", ["../vocabulary/index.ts"]],
  ["direction:delivery", "src/delivery/breach.ts", ["../database/index.ts"]],
  ["direction:delivery", "src/delivery/platforms/discord/breach.ts", ["../../../database/index.ts"]],
  ["direction:sandbox", "src/delivery/platforms/sandbox/breach.ts", ["../../../privacy/index.ts"]],
  ["direction:privacy", "src/privacy/breach.ts", ["../scheduler/index.ts"]],
  ["direction:conversation", "src/conversation/breach.ts", ["../scheduler/index.ts"]],
  ["direction:outbound", "src/outbound/breach.ts", ["../conversation/index.ts"]],
  ["direction:follow-ups", "src/follow-ups/breach.ts", ["../analytics/index.ts"]],
  ["direction:analytics", "src/analytics/breach.ts", ["../follow-ups/index.ts"]],
  ["direction:jobs", "src/jobs/breach.ts", ["../bot/index.ts"]],
  ["direction:bot", "src/bot/breach-direction.ts", ["../web/index.ts"]],
  ["direction:web", "src/web/server/breach-direction.ts", ["../../main/index.ts"]],
  ["known-folder", "src/utils/breach.ts", ["../kernel/index.ts"]],
  ["front-door", "src/privacy/breach-front-door.ts", ["../database/pool.ts"]],
  ["front-door-entry", "src/entries/breach.ts", ["../database/pool.ts"]],
  ["adapters-only-from-main", "src/bot/breach-adapter.ts", ["../delivery/platforms/discord/index.ts"]],
  ["adapters-apart", "src/delivery/platforms/discord/breach-apart.ts", ["../sandbox/index.ts"]],
  ["pure", "src/conversation/emotion/breach.ts", ["node:fs"]],
  ["pure", "src/conversation/language/breach.ts", ["../../database/index.ts"]],
  ["pure", "src/conversation/time-zone/breach.ts", ["zod"]],
  ["pure", "src/follow-ups/text/breach.ts", ["../templates/index.ts"]],
  ["kernel-does-no-io", "src/kernel/breach-io.ts", ["node:fs"]],
  ["vocabulary-does-no-io", "src/vocabulary/breach-io.ts", ["node:fs"]],
  ["browser", "src/web/client/breach.ts", ["../server/index.ts"]],
  ["browser", "src/web/client/breach-node.ts", ["node:fs"]],
  ["browser", "src/web/client/breach-kernel.ts", ["../../kernel/index.ts"]],
  ["page-stays-in-the-browser", "src/web/server/breach-page.ts", ["../client/main.tsx"]],
  ["contract-stands-alone", "src/web/contract.ts", ["zod"]],
  ["test-code-stays-in-tests", "src/bot/breach-testing.ts", ["../kernel/testing/stress.ts"]],
  ["test-code-stays-in-tests", "src/scheduler/breach-test.ts", ["./scheduler.test.ts"]],
  ["test-packages-stay-in-tests", "src/bot/breach-test-package.ts", ["vitest"]],
  ["resolvable", "src/bot/breach-nowhere.ts", ["./nowhere.ts"]],
  ["no-cycle", "src/bot/breach-cycle.ts", ["./z-cycle.ts"]],
  ["vendor:pg", "src/scheduler/breach-pg.ts", ["pg"]],
  ["vendor:@electric-sql/pglite", "src/scheduler/breach-pglite.ts", ["@electric-sql/pglite"]],
  ["vendor:discord.js", "src/bot/breach-discord.ts", ["discord.js"]],
  ["vendor:ioredis", "src/outbound/breach-ioredis.ts", ["ioredis"]],
  ["vendor:bullmq", "src/outbound/breach-bullmq.ts", ["bullmq"]],
  ["vendor:hono", "src/main/breach-hono.ts", ["hono"]],
  ["vendor:@hono", "src/main/breach-node-server.ts", ["@hono/node-server"]],
  ["vendor:ai", "src/llm/breach-ai.ts", ["ai"]],
  ["vendor:@ai-sdk", "src/llm/breach-ai-sdk.ts", ["@ai-sdk/openai-compatible"]],
  ["vendor:compromise", "src/follow-ups/breach-compromise.ts", ["compromise"]],
  ["vendor:chrono-node", "src/follow-ups/breach-chrono.ts", ["chrono-node"]],
  ["vendor:croner", "src/follow-ups/breach-croner.ts", ["croner"]],
  ["scheduler-stands-alone", "src/entries/scheduler-breach.ts", ["../privacy/index.ts"]],
  ["vendor:pino", "src/scheduler/breach-pino.ts", ["pino"]],
  ["vendor:preact", "src/web/server/breach-preact.ts", ["preact"]],
  ["vendor:vite", "src/web/server/breach-vite.ts", ["vite"]],
];

/** What a breach needs beside its own file. A cycle is reported once, at one of its files. */
const ACCOMPLICES: Readonly<Record<string, readonly string[]>> = {
  "src/bot/z-cycle.ts": ["./breach-cycle.ts"],
};

interface CruiseResult {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
}

/** Writes files that import (as types, which counts too) what they are told to. */
async function write(folder: string, files: Readonly<Record<string, readonly string[]>>): Promise<void> {
  for (const [path, imports] of Object.entries(files)) {
    const lines = imports.map((target, index) => `import type { Word as Word${index} } from "${target}";`);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), [...lines, "export type Word = string;", ""].join("\n"));
  }
}

async function writePackages(folder: string): Promise<void> {
  for (const vendor of VENDORS) {
    await write(folder, { [`node_modules/${vendor}/index.js`]: [] });
    await writeFile(
      join(folder, `node_modules/${vendor}/package.json`),
      JSON.stringify({ name: vendor, main: "index.js" }),
    );
  }
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "house", type: "module" }));
  const compilerOptions = { module: "nodenext", allowImportingTsExtensions: true, noEmit: true };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
}

/** Which rules each file broke. */
async function brokenRules(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { stdout } = await runCruiser(folder);
  const broken = new Map<string, string[]>();
  for (const { from, rule } of (JSON.parse(stdout) as CruiseResult).summary.violations) {
    broken.set(from, [...new Set([...(broken.get(from) ?? []), rule.name])]);
  }
  return broken;
}

function runCruiser(folder: string): Promise<{ stdout: string }> {
  const command = [CRUISER, "src", "--config", CONFIGURATION, "--output-type", "json"];
  return promisify(execFile)(process.execPath, command, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rekindle-boundaries-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("nothing is said about a house that keeps the rules", async () => {
  const house = join(folder, "house");
  await write(house, HOUSE);
  await writePackages(house);

  expect(Object.fromEntries(await brokenRules(house))).toEqual({});
});

describe("a planted breach", () => {
  let broken: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    const house = join(folder, "breached");
    await write(house, HOUSE);
    await write(house, ACCOMPLICES);
    await write(house, Object.fromEntries(BREACHES.map(([, file, imports]) => [file, imports])));
    await writePackages(house);
    broken = await brokenRules(house);
  });

  test.each(BREACHES)("of %s in %s is caught by that rule alone", (rule, file) => {
    expect(broken.get(file)).toEqual([rule]);
  });

  test("is all that is caught", () => {
    expect([...broken.keys()].sort()).toEqual(BREACHES.map(([, file]) => file).sort());
  });

  test("stands here for every rule that there is", async () => {
    const { default: configuration } = (await import(CONFIGURATION)) as { default: { forbidden: { name: string }[] } };
    const planted = new Set(BREACHES.map(([rule]) => rule));
    const without = configuration.forbidden.map(({ name }) => name).filter((name) => !planted.has(name));

    // Scopes of the same vendors; the packages under them are types or parts of what stands above.
    expect(without).toEqual(["vendor:@discordjs", "vendor:discord-api-types", "vendor:@preact"]);
  });
});
