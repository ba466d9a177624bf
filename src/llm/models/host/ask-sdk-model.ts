import { generateText, type LanguageModel as SdkLanguageModel } from "ai";

import type { LanguageModelAnswer, LanguageModelRequest } from "../../language-model.ts";
import { ModelRefusedError } from "../../model-errors.ts";
import { usableText } from "../../usable-text.ts";

/** One answer of an AI SDK model. @throws ModelRefusedError, and whatever the SDK throws. */
export async function askSdkModel(
  model: Exclude<SdkLanguageModel, string>,
  { system, messages, maxOutputTokens }: LanguageModelRequest,
  signal: AbortSignal,
): Promise<LanguageModelAnswer> {
  const { text, finishReason, usage } = await generateText({
    model,
    ...(system === "" ? {} : { instructions: system }),
    messages: messages.map(({ role, text: content }) => ({ role: role === "bot" ? "assistant" : "user", content })),
    maxOutputTokens,
    maxRetries: 0, // whoever asked is retried already
    abortSignal: signal,
    telemetry: { isEnabled: false }, // a host's telemetry would record what people said
  });
  if (finishReason === "content-filter" || finishReason === "length") {
    throw new ModelRefusedError(finishReason === "length" ? "unfinished" : "filtered");
  }
  return { text: usableText(text), inputTokens: usage.inputTokens ?? null, outputTokens: usage.outputTokens ?? null };
}
