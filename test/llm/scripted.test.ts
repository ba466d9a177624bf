import { expect, test } from "vitest";

import {
  ModelError,
  type LanguageModelRequest,
  ModelMisconfiguredError,
  ModelUnavailableError,
} from "../../src/llm/index.ts";
import { languageModelConformance, type ModelDeed } from "../../src/llm/language-model.conformance.ts";
import { NoScriptedAnswerError, scriptedModel } from "../../src/llm/models/scripted/index.ts";

const REQUEST: LanguageModelRequest = {
  system: "",
  messages: [{ role: "person", text: "Hi" }],
  maxOutputTokens: 10,
  timeoutMs: 1000,
};

languageModelConformance("scripted", () => {
  let deed: ModelDeed = { say: "Hello there." };
  let onQuestion = (): void => undefined;
  const model = scriptedModel(() => {
    onQuestion();
    switch (deed) {
      case "hang":
        return new Promise<never>(() => undefined);
      case "be-unavailable":
        return new ModelUnavailableError("away", {
          reason: "network",
          status: null,
          serviceCode: null,
          retryAfterMs: null,
        });
      case "be-misconfigured":
        return new ModelMisconfiguredError("wrong key");
      default:
        return deed.say;
    }
  });
  return Promise.resolve({
    model,
    make: (next) => {
      deed = next;
    },
    asked: () => model.requests.map(({ system, messages, maxOutputTokens }) => ({ system, messages, maxOutputTokens })),
    nextQuestion: () =>
      new Promise((resolve) => {
        onQuestion = resolve;
      }),
    stop: () => Promise.resolve(),
  });
});

test("gives the answers of a list in their order, with counts where they are given", async () => {
  const model = scriptedModel(["One.", { text: "Two.", inputTokens: 7, outputTokens: 2 }, new Error("three")]);
  expect(await model.generate(REQUEST)).toEqual({ text: "One.", inputTokens: null, outputTokens: null });
  expect(await model.generate(REQUEST)).toEqual({ text: "Two.", inputTokens: 7, outputTokens: 2 });
  await expect(model.generate(REQUEST)).rejects.toThrow("three");
});

test("fails loudly, and not as a model does, where the script has nothing", async () => {
  const exhausted = await scriptedModel([])
    .generate(REQUEST)
    .catch((thrown: unknown) => thrown);
  expect(exhausted).toBeInstanceOf(NoScriptedAnswerError);
  expect(exhausted).not.toBeInstanceOf(ModelError);
  await expect(scriptedModel(() => undefined).generate(REQUEST)).rejects.toBeInstanceOf(NoScriptedAnswerError);
});

test("answers from the request, also later", async () => {
  const model = scriptedModel(({ messages }) => Promise.resolve(`You said ${messages[0]?.text ?? ""}.`));
  expect((await model.generate(REQUEST)).text).toBe("You said Hi.");
  expect(model.requests).toEqual([REQUEST]);
});
