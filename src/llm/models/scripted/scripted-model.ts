import { RekindleError } from "../../../kernel/index.ts";
import type { LanguageModel, LanguageModelAnswer, LanguageModelRequest } from "../../language-model.ts";
import { generateWithinLimits } from "../../request-limits.ts";
import { usableText } from "../../usable-text.ts";

/** What the model says: a text, a text with its counts, or an error to reject with. */
export type ScriptedAnswer = string | Error | LanguageModelAnswer;

/** Says what to answer. `undefined` is "not foreseen" and fails; a promise that stays open is a model that hangs. */
export type ScriptFunction = (
  request: LanguageModelRequest,
  signal: AbortSignal,
) => ScriptedAnswer | undefined | Promise<ScriptedAnswer | undefined>;

/** A model that says what it was told to, for tests and demonstrations. */
export interface ScriptedModel extends LanguageModel {
  /** Every request that reached the model, in order, also those that failed. */
  readonly requests: readonly LanguageModelRequest[];
}

/** The model was asked for something that its script does not hold. Not a `ModelError`: nobody is to get by without it. */
export class NoScriptedAnswerError extends RekindleError {
  readonly code = "MODEL_SCRIPT_HAS_NO_ANSWER";
  readonly request: LanguageModelRequest;

  constructor(request: LanguageModelRequest, count: number) {
    super(`the scripted model has no answer for request ${count}`);
    this.request = request;
  }
}

/**
 * Answers from a list, one for each request in the order of their arrival, or from a function. Texts are treated like those of
 * a real model: trimmed, freed of reasoning, refused when empty or too long.
 */
export function scriptedModel(script: readonly ScriptedAnswer[] | ScriptFunction): ScriptedModel {
  const requests: LanguageModelRequest[] = [];

  async function answer(request: LanguageModelRequest, signal: AbortSignal): Promise<LanguageModelAnswer> {
    const count = requests.push(request);
    const scripted = typeof script === "function" ? await script(request, signal) : script[count - 1];
    if (scripted === undefined) {
      throw new NoScriptedAnswerError(request, count);
    }
    if (scripted instanceof Error) {
      throw scripted;
    }
    return typeof scripted === "string"
      ? { text: usableText(scripted), inputTokens: null, outputTokens: null }
      : { ...scripted, text: usableText(scripted.text) };
  }

  return {
    name: "scripted",
    requests,
    generate: (request) => generateWithinLimits(request, (signal) => answer(request, signal)),
  };
}
