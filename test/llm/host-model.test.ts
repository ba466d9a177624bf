import { MockLanguageModelV3 } from "ai/test";
import { expect, test } from "vitest";

import type { LanguageModelRequest } from "../../src/llm/index.ts";
import { hostModel } from "../../src/llm/models/host/index.ts";

const REQUEST: LanguageModelRequest = {
  system: "Be brief.",
  messages: [{ role: "person", text: "It went well." }],
  maxOutputTokens: 50,
  timeoutMs: 30_000,
};

function sdkModel(text: string, finishReason: "stop" | "length" = "stop"): MockLanguageModelV3 {
  return new MockLanguageModelV3({
    modelId: "a-model",
    doGenerate: async () => ({
      content: [{ type: "text", text }],
      finishReason: { unified: finishReason, raw: finishReason },
      usage: {
        inputTokens: { total: 7, noCache: 7, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: 3, text: 3, reasoning: 0 },
      },
      warnings: [],
    }),
  });
}

test("a model of the AI SDK is asked once, with system text, talk and limit", async () => {
  const model = sdkModel(" Glad to hear it. ");
  const answer = await hostModel(model).generate(REQUEST);
  expect(answer).toEqual({ text: "Glad to hear it.", inputTokens: 7, outputTokens: 3 });
  expect(model.doGenerateCalls).toHaveLength(1);
  expect(model.doGenerateCalls[0]).toMatchObject({
    maxOutputTokens: 50,
    prompt: [
      { role: "system", content: "Be brief." },
      { role: "user", content: [{ type: "text", text: "It went well." }] },
    ],
  });
  expect(hostModel(model).name).toBe("a-model");
});

test("an answer that was cut off is no answer", async () => {
  await expect(hostModel(sdkModel("Glad to", "length")).generate(REQUEST)).rejects.toMatchObject({
    code: "MODEL_REFUSED",
    reason: "unfinished",
  });
});

test("a function gets all in one prompt, and the parts beside it", async () => {
  const model = hostModel((prompt, { maxOutputTokens }) => `${prompt} (${maxOutputTokens})`);
  expect((await model.generate(REQUEST)).text).toBe("Be brief.\n\nIt went well. (50)");
});

test.each([
  ["throws", () => Promise.reject(new TypeError("a secret"))],
  ["answers no text", () => 42 as unknown as string],
])("a function that %s gives no text, and its words reach no log", async (_what, ask) => {
  const failure = await hostModel(ask)
    .generate(REQUEST)
    .catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ code: expect.stringMatching(/^MODEL_/) as string });
  expect(String(failure)).not.toContain("secret");
});

test("a function that hangs is given up", async () => {
  const model = hostModel(() => new Promise<string>(() => undefined));
  await expect(model.generate({ ...REQUEST, timeoutMs: 30 })).rejects.toMatchObject({ code: "MODEL_TIMED_OUT" });
});
