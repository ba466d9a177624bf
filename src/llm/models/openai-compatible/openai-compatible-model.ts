import type { LanguageModel, LanguageModelAnswer, LanguageModelRequest } from "../../language-model.ts";
import { generateWithinLimits } from "../../request-limits.ts";
import type { Connection } from "./connection.ts";
import { type OpenAICompatibleOptions, resolveOpenAICompatibleOptions, type Service } from "./options.ts";

/**
 * A model behind any service that speaks OpenAI's chat protocol: Ollama, llama.cpp, vLLM, LM Studio, OpenRouter, OpenAI.
 *
 * Nothing is loaded or asked before the first `generate`, so that a program with a model starts as fast as one without.
 *
 * @throws ModelMisconfiguredError where an option cannot be right.
 */
export function openAICompatibleModel(options: OpenAICompatibleOptions): LanguageModel {
  const service = resolveOpenAICompatibleOptions(options);
  const modelName = nameOnce(service);
  let connection: Promise<Connection> | null = null;

  async function answer(request: LanguageModelRequest, signal: AbortSignal): Promise<LanguageModelAnswer> {
    connection ??= open(service);
    const [{ ask }, model] = await Promise.all([connection, modelName.find()]);
    signal.throwIfAborted();
    return await ask({ ...request, model, signal });
  }

  return {
    get name() {
      return modelName.known() ?? `first model at ${service.host}`;
    },
    generate: (request) => generateWithinLimits(request, (signal) => answer(request, signal)),
  };
}

async function open(service: Service): Promise<Connection> {
  const { connect } = await import("./connection.ts");
  return connect(service);
}

interface NameOnce {
  known(): string | null;
  find(): Promise<string>;
}

/** The model's name, looked up at most once at a time and never again after a success. */
function nameOnce(service: Service): NameOnce {
  let known = service.model;
  let search: Promise<string> | null = null;

  async function lookUp(): Promise<string> {
    try {
      const { firstListedModel } = await import("./first-listed-model.ts");
      known = await firstListedModel(service);
      return known;
    } finally {
      search = null;
    }
  }

  return {
    known: () => known,
    find: () => (known === null ? (search ??= lookUp()) : Promise.resolve(known)),
  };
}
