import type { LanguageModel as SdkLanguageModel } from "ai";

import { RekindleError, toError } from "../../../kernel/index.ts";
import type { LanguageModel, LanguageModelAnswer, LanguageModelRequest } from "../../language-model.ts";
import { ModelError, ModelUnavailableError } from "../../model-errors.ts";
import { generateWithinLimits } from "../../request-limits.ts";
import { usableText } from "../../usable-text.ts";

/** What a model function is told beside the prompt. */
export interface ModelFunctionOptions extends Omit<LanguageModelRequest, "timeoutMs" | "signal"> {
  /** Fires when the answer is not waited for any longer. */
  readonly signal: AbortSignal;
}

/** A host's own way from a prompt to a text. The prompt holds all there is; `options` has it in parts. */
export type ModelFunction = (prompt: string, options: ModelFunctionOptions) => string | Promise<string>;

/** The models that a host may hand over: an AI SDK language model, a function, or one behind our own interface. */
export type HostModel = Exclude<SdkLanguageModel, string> | ModelFunction | LanguageModel;

/** What was handed over as a model is none. */
export class ModelNotUsableError extends RekindleError {
  readonly code = "MODEL_NOT_USABLE";

  constructor() {
    super(
      "model must be an AI SDK language model (an object, since a name would be looked up through the environment), a function from prompt to text, or null",
    );
  }
}

/** The model of a host, as we need one. @throws ModelNotUsableError */
export function hostModel(model: HostModel): LanguageModel {
  if (typeof model === "function") {
    return wrap("the host's model", (request, signal) => askFunction(model, request, signal));
  }
  if (isOurs(model)) {
    return model;
  }
  if (isSdkModel(model)) {
    return wrap(model.modelId, async (request, signal) => {
      const { askSdkModel } = await import("./ask-sdk-model.ts"); // the SDK takes longer to load than all of ours
      return askSdkModel(model, request, signal);
    });
  }
  throw new ModelNotUsableError();
}

function isOurs(model: unknown): model is LanguageModel {
  return isObject(model) && typeof model["generate"] === "function";
}

function isSdkModel(model: unknown): model is Exclude<SdkLanguageModel, string> {
  return isObject(model) && typeof model["doGenerate"] === "function" && typeof model["modelId"] === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function wrap(
  name: string,
  work: (request: LanguageModelRequest, signal: AbortSignal) => Promise<LanguageModelAnswer>,
): LanguageModel {
  return {
    name,
    generate: (request) =>
      generateWithinLimits(request, async (signal) => {
        try {
          return await work(request, signal);
        } catch (thrown) {
          if (thrown instanceof ModelError) {
            throw thrown;
          }
          // Without the cause: an error of the SDK holds the whole request.
          const message = `the host's model gave no answer (${toError(thrown).name})`;
          throw new ModelUnavailableError(message, {
            reason: "server-error",
            status: null,
            serviceCode: null,
            retryAfterMs: null,
          });
        }
      }),
  };
}

async function askFunction(
  ask: ModelFunction,
  { system, messages, maxOutputTokens }: LanguageModelRequest,
  signal: AbortSignal,
): Promise<LanguageModelAnswer> {
  const talk = messages.map(({ role, text }) => (messages.length === 1 ? text : `${role}: ${text}`));
  const prompt = [system, ...talk].filter((part) => part !== "").join("\n\n");
  const text: unknown = await ask(prompt, { system, messages, maxOutputTokens, signal });
  return { text: usableText(typeof text === "string" ? text : ""), inputTokens: null, outputTokens: null };
}
