import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText } from "ai";

import type { LanguageModelAnswer, LanguageModelRequest } from "../../language-model.ts";
import { boundedFetch } from "./bounded-fetch.ts";
import type { Service } from "./options.ts";
import { readResult } from "./read-result.ts";
import { failedAnswerOf, toModelError } from "./sdk-errors.ts";
import { wantsOtherTokenLimit } from "./service-errors.ts";

/** A request with all that a single call needs. */
export interface Question extends LanguageModelRequest {
  readonly model: string;
  readonly signal: AbortSignal;
}

/** The AI SDK, pointed at one service. */
export interface Connection {
  /** One answer. Rejects with a `ModelError`, or with whatever the signal brings about. */
  readonly ask: (question: Question) => Promise<LanguageModelAnswer>;
}

/**
 * Importing this file loads the AI SDK, which takes longer than all of our own code: so it is imported when the first request
 * comes, and never statically.
 */
export function connect(service: Service): Connection {
  let tokenLimitName: "max_tokens" | "max_completion_tokens" = "max_tokens";
  const provider = createOpenAICompatible({
    name: "openai-compatible",
    baseURL: service.baseUrl,
    ...(service.apiKey === null ? {} : { apiKey: service.apiKey }),
    fetch: boundedFetch,
    transformRequestBody: ({ max_tokens: limit, ...body }) => ({ ...body, [tokenLimitName]: limit as unknown }),
  });

  async function call(question: Question): Promise<LanguageModelAnswer> {
    const result = await generateText({
      model: provider.chatModel(question.model),
      ...(question.system === "" ? {} : { instructions: question.system }),
      messages: question.messages.map(({ role, text }) => ({
        role: role === "bot" ? "assistant" : "user",
        content: text,
      })),
      maxOutputTokens: question.maxOutputTokens,
      maxRetries: 0, // whoever asked is retried already
      abortSignal: question.signal,
      telemetry: { isEnabled: false }, // a host's telemetry would record what people said
    });
    return readResult(result);
  }

  async function ask(question: Question): Promise<LanguageModelAnswer> {
    const usedName = tokenLimitName;
    try {
      return await call(question);
    } catch (thrown) {
      const failed = failedAnswerOf(thrown);
      if (failed !== null && usedName === "max_tokens" && wantsOtherTokenLimit(failed)) {
        tokenLimitName = "max_completion_tokens"; // not a retry: the service refused a name, before any work
        return await ask(question);
      }
      throw toModelError(thrown, service);
    }
  }

  return { ask };
}
