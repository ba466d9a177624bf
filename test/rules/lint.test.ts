import { fileURLToPath } from "node:url";

import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";

/**
 * The rules of our own making. One breach of each, in a file of the kind that it is meant for, and the same text where it is
 * allowed. Without types: those rules are others' and need no proof.
 */

const eslint = new ESLint({
  cwd: fileURLToPath(new URL("../../", import.meta.url)),
  ruleFilter: ({ ruleId }) =>
    ["no-restricted-syntax", "rekindle/documented-exports", "max-params", "no-console"].includes(ruleId),
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

async function objections(filePath: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(`${text}\n`, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const SYNTAX = "no-restricted-syntax";

describe("caught", () => {
  test.each([
    ["the time of day", "src/bot/x.ts", "const at = new Date();", SYNTAX],
    ["the time of day", "src/bot/x.test.ts", "const at = new Date();", SYNTAX],
    ["the time of day", "src/web/client/x.tsx", "const at = Date.now();", SYNTAX],
    ["chance", "src/bot/x.ts", "const chance = Math.random();", SYNTAX],
    ["the environment", "src/main/cli.ts", "const url = process.env.DATABASE_URL;", SYNTAX],
    ["an error's words", "src/bot/x.ts", 'if (error.message.includes("timeout")) retry();', SYNTAX],
    ["an error's words", "src/bot/x.ts", "if (/timeout/.test(error.message)) retry();", SYNTAX],
    ["an error's words", "src/bot/x.ts", 'if (error.message === "timeout") retry();', SYNTAX],
    ["a bare error", "src/bot/x.ts", 'throw new Error("no");', SYNTAX],
    ["a query past the database", "src/scheduler/x.ts", 'await pool.query("select 1");', SYNTAX],
    ["a sleep in a test", "src/bot/x.test.ts", "setTimeout(done, 100);", SYNTAX],
    ["a sleep in a test", "test/x.test.ts", "await sleep(100);", SYNTAX],
    ["a sleep in a test", "src/x.conformance.ts", 'import { setTimeout as wait } from "node:timers/promises";', SYNTAX],
    ["an undocumented export", "src/bot/x.ts", "export const LIMIT = 5;", "rekindle/documented-exports"],
    [
      "an undocumented export",
      "src/bot/x.ts",
      "// no doc comment\nexport const LIMIT = 5;",
      "rekindle/documented-exports",
    ],
    ["four parameters", "src/bot/x.ts", "function f(a, b, c, d) {}", "max-params"],
    ["a console", "src/bot/x.ts", "console.log(1);", "no-console"],
  ])("%s in %s: %s", async (...[, path, text, rule]) => {
    expect(await objections(path, text)).toEqual([rule]);
  });
});

describe("allowed", () => {
  test.each([
    ["src/bot/x.ts", "const at = new Date(0);"],
    ["src/kernel/clock.ts", "const at = new Date();"],
    ["src/kernel/random.ts", "const chance = Math.random();"],
    ["src/main/configuration.ts", "const url = process.env.DATABASE_URL;"],
    ["test/x.test.ts", "const url = process.env.DATABASE_URL;"],
    ["src/database/x.ts", 'await pool.query("select 1");'],
    ["src/web/server/x.ts", 'const user = context.req.query("user");'],
    ["src/web/client/x.ts", 'throw new Error("no");'],
    ["src/bot/x.test.ts", 'throw new Error("no");'],
    ["src/bot/x.ts", "/** At most this many. */\nexport const LIMIT = 5;\nexport type Limit = typeof LIMIT;"],
    ["src/bot/sql/x.ts", 'export const countTalks = statement("count_talks", [], "select");'],
    ["src/bot/index.ts", 'export { bot } from "./bot.ts";'],
    ["scripts/x.ts", "console.log(new Date());"],
  ])("%s: %s", async (path, text) => {
    expect(await objections(path, text)).toEqual([]);
  });
});
