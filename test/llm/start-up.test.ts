import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

import { startOpenAIStandIn } from "./openai-stand-in.ts";

const FRONT_DOOR = new URL("../../src/llm/models/openai-compatible/index.ts", import.meta.url).href;

// In a process of its own: only there is every import seen.
const script = (baseUrl: string): string => `
  import { registerHooks } from "node:module";
  const wanted = [];
  registerHooks({ resolve: (specifier, context, next) => (wanted.push(specifier), next(specifier, context)) });
  const { openAICompatibleModel } = await import(${JSON.stringify(FRONT_DOOR)});
  const model = openAICompatibleModel({ baseUrl: ${JSON.stringify(baseUrl)} });
  const before = wanted.includes("ai");
  await model.generate({ system: "", messages: [{ role: "person", text: "Hi" }], maxOutputTokens: 10, timeoutMs: 30_000 });
  console.log(JSON.stringify({ before, after: wanted.includes("ai") }));
`;

test("loads the AI SDK at the first request, not when a model is made, and lets the process end", async () => {
  await using standIn = await startOpenAIStandIn();
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script(standIn.baseUrl)]);
  const { stdout, stderr } = await run;
  expect(JSON.parse(stdout)).toEqual({ before: false, after: true });
  expect(stderr).toBe("");
});
