export {
  NoScriptedAnswerError,
  scriptedModel,
  type ScriptedAnswer,
  type ScriptedModel,
  type ScriptFunction,
} from "./scripted-model.ts";
