/** `rekindle/testing`: a chat platform without people, and a model that says what it was told to. */
export { createSandbox, type Sandbox } from "../delivery/platforms/sandbox/index.ts";
export { type ScriptedAnswer, type ScriptedModel, scriptedModel } from "../llm/models/scripted/index.ts";
