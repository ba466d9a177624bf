export { discordError } from "./api-errors.ts";
export type { Fault, OrderedFault } from "./faults.ts";
export type { Interaction } from "./interaction-records.ts";
export { StandInMisuseError } from "./misuse.ts";
export type { LoggedRequest, RequestMatcher } from "./request-log.ts";
export { startDiscordStandIn } from "./start.ts";
export type {
  DiscordStandIn,
  NewPerson,
  NewServer,
  Person,
  Place,
  SayOptions,
  Server,
  StandInOptions,
  StoredMessage,
} from "./stand-in-types.ts";
export { WaitedInVainError } from "./waiting.ts";
