export type {
  Eventually,
  HostMessage,
  HostMood,
  HostPeople,
  HostPlace,
  HostPrivacy,
  HostProfile,
  HostQuestion,
  HostUse,
  OpenFollowUp,
  SentFollowUp,
} from "./follow-ups/index.ts";
export type { Logger } from "./kernel/index.ts";
export type { HostModel, ModelFunction, ModelFunctionOptions } from "./llm/models/host/index.ts";
export {
  type BotScheduler,
  type ConsentAnswer,
  type ConsentDoor,
  createRekindle,
  type HostConsent,
  type HostGrant,
  type PeopleDoor,
  type Rekindle,
  REKINDLE_DEFAULTS,
  type RekindleCommands,
  type RekindleEvents,
  type RekindleOptions,
  type RekindleSettings,
  settingsFromEnvironment,
} from "./main/index.ts";
