export type { ConsentAnswer, ConsentDoor, HostConsent, HostGrant } from "./consent-door.ts";
export { createRekindle, type Rekindle, type RekindleEvents } from "./create-rekindle.ts";
export type { PeopleDoor } from "./people-door.ts";
export {
  REKINDLE_DEFAULTS,
  type RekindleCommands,
  type RekindleOptions,
  type RekindleSettings,
} from "./rekindle-options.ts";
export type { BotScheduler } from "./scheduler-door.ts";
export { settingsFromEnvironment } from "./settings-from-environment.ts";
