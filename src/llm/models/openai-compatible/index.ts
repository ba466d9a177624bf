export { openAICompatibleModel } from "./openai-compatible-model.ts";
export type { OpenAICompatibleOptions } from "./options.ts";
