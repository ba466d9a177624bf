import type { LanguageModel } from "../llm/index.ts";
import { openAICompatibleModel } from "../llm/models/openai-compatible/index.ts";
import type { Configuration } from "./configuration.ts";

/** The model that the environment names; `null` where it names none. */
export function modelFor(configuration: Configuration): LanguageModel | null {
  if (configuration.LLM_BASE_URL === null) {
    return null;
  }
  return openAICompatibleModel({
    baseUrl: configuration.LLM_BASE_URL,
    ...(configuration.LLM_API_KEY === null ? {} : { apiKey: configuration.LLM_API_KEY }),
    ...(configuration.LLM_MODEL === null ? {} : { model: configuration.LLM_MODEL }),
  });
}
