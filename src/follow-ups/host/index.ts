export { createHost, type Host, HOST_TIMEOUT_MS, type HostFacts, type HostParts, type IntendedUse } from "./host.ts";
export { fromHostPlace, toHostPlace } from "./host-places.ts";
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
  SentFollowUp,
} from "./host-types.ts";
