import { GatewayDispatchEvents, type GatewayDispatchPayload } from "discord.js";

import { personId } from "../../../../vocabulary/index.ts";
import type { PlatformNews } from "../../../inbox.ts";

/** What a packet of the gateway tells of what was said before; `null`: nothing. Edits are read with messages. */
export function readNews(packet: GatewayDispatchPayload): PlatformNews | null {
  if (packet.t === GatewayDispatchEvents.MessageDelete) {
    return { type: "deleted", messageIds: [packet.d.id] };
  }
  if (packet.t === GatewayDispatchEvents.MessageDeleteBulk) {
    return { type: "deleted", messageIds: packet.d.ids };
  }
  if (packet.t === GatewayDispatchEvents.GuildMemberRemove) {
    return { type: "person-left", person: personId(packet.d.user.id), serverId: packet.d.guild_id };
  }
  if (packet.t === GatewayDispatchEvents.GuildDelete) {
    // Unavailable: an outage of Discord's; the bot is still in it.
    return packet.d.unavailable === true ? null : { type: "server-left", serverId: packet.d.id };
  }
  return packet.t === GatewayDispatchEvents.ChannelDelete || packet.t === GatewayDispatchEvents.ThreadDelete
    ? { type: "channel-gone", channelId: packet.d.id }
    : null;
}
