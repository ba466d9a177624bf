import type { LanguageModelAnswer } from "../../language-model.ts";
import { ModelRefusedError } from "../../model-errors.ts";
import { usableText } from "../../usable-text.ts";

/** The slice of the AI SDK's result that we read. */
export interface SdkResult {
  readonly text: string;
  readonly finishReason: string;
  readonly usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined };
}

/**
 * A refusal arrives as a text ("I'm sorry, but I can't …") that only the finish reason tells from an answer, and an answer that
 * was cut off ends in the middle of a word. Neither may reach a person.
 *
 * @throws ModelRefusedError
 */
export function readResult({ text, finishReason, usage }: SdkResult): LanguageModelAnswer {
  if (finishReason === "content-filter") {
    throw new ModelRefusedError("filtered");
  }
  if (finishReason === "length") {
    throw new ModelRefusedError("unfinished");
  }
  return { text: usableText(text), inputTokens: usage.inputTokens ?? null, outputTokens: usage.outputTokens ?? null };
}
