import { GatewayDispatchEvents, type GatewayDispatchPayload } from "discord.js";

import { personId } from "../../../../vocabulary/index.ts";
import type { PlatformNews } from "../../../inbox.ts";

/** What a packet of the gateway tells of what was said before; `null`: nothing. Edits are read with messages. */
export function readNews(packet: GatewayDispatchPayload): PlatformNews | null {
  switch (packet.t) {
    case GatewayDispatchEvents.MessageDelete:
      return { type: "deleted", messageIds: [packet.d.id] };
    case GatewayDispatchEvents.MessageDeleteBulk:
      return { type: "deleted", messageIds: packet.d.ids };
    case GatewayDispatchEvents.GuildMemberRemove:
      return { type: "person-left", person: personId(packet.d.user.id), serverId: packet.d.guild_id };
    case GatewayDispatchEvents.GuildDelete:
      // Unavailable: an outage of Discord's; the bot is still in it.
      return packet.d.unavailable === true ? null : { type: "server-left", serverId: packet.d.id };
    case GatewayDispatchEvents.ChannelDelete:
    case GatewayDispatchEvents.ThreadDelete:
      return { type: "channel-gone", channelId: packet.d.id };
    default:
      return null;
  }
}
