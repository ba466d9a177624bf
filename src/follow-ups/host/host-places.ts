import type { Place } from "../../vocabulary/index.ts";
import type { HostPlace } from "./host-types.ts";

/** A place, as a host is told of it. */
export function toHostPlace({ kind, serverId, channelId }: Place): HostPlace {
  return kind === "dm" || serverId === null
    ? { kind: "dm" }
    : { kind: "channel", serverId, channelId, everyoneReads: kind === "public_channel" };
}

/** A place that a host named; `direct` is the direct chat with the person in question. */
export function fromHostPlace(place: HostPlace, direct: Place): Place {
  if (place.kind === "dm") {
    return direct;
  }
  const kind = place.everyoneReads === true ? "public_channel" : "private_channel";
  return { platform: direct.platform, kind, channelId: place.channelId, serverId: place.serverId };
}
