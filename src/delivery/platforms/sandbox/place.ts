import type { Place } from "../../../vocabulary/index.ts";
import { SANDBOX_SERVER, type SandboxChannel } from "./sandbox-types.ts";

const DM_PREFIX = "dm:";

/** The place that a channel is for this person. */
export function sandboxPlace(channel: SandboxChannel, person: string): Place {
  return channel === "dm"
    ? { platform: "sandbox", kind: "dm", channelId: `${DM_PREFIX}${person}`, serverId: null }
    : { platform: "sandbox", kind: "public_channel", channelId: channel, serverId: SANDBOX_SERVER };
}

/** The channel of a place, and whose direct chat it is. */
export function channelOfPlace(place: Place): { readonly channel: SandboxChannel; readonly dmWith: string | null } {
  if (place.channelId.startsWith(DM_PREFIX)) {
    return { channel: "dm", dmWith: place.channelId.slice(DM_PREFIX.length) };
  }
  return { channel: place.channelId === "random" ? "random" : "general", dmWith: null };
}
