export type {
  LanguageModel,
  LanguageModelAnswer,
  LanguageModelMessage,
  LanguageModelRequest,
} from "./language-model.ts";
export {
  ModelError,
  ModelMisconfiguredError,
  ModelRefusedError,
  ModelTimeoutError,
  ModelUnavailableError,
  type ServiceFailure,
  type UnavailableFacts,
} from "./model-errors.ts";
export { type Persona, personaLines } from "./persona.ts";
export { generateWithinLimits } from "./request-limits.ts";
export { MAX_ANSWER_CHARACTERS, usableText } from "./usable-text.ts";
