import type { GatewayEvent } from "./gateway-sessions.ts";
import { INTENT } from "./intents.ts";
import { toldMessagePayload } from "./message-payloads.ts";
import { channelPayload, joinedServerPayload, memberPayload, personPayload } from "./payloads.ts";
import type { ChannelRecord, MessageRecord, ServerRecord, World } from "./world.ts";

function messageIntents(serverId: string | null): number {
  return serverId === null ? INTENT.directMessages : INTENT.guildMessages;
}

/** What is in a server's message is told only to those with the intent, unless it is the bot's own or mentions it. */
function isGuarded(world: World, message: MessageRecord): boolean {
  const { serverId, author, pinged } = message;
  return serverId !== null && author.id !== world.bot.id && !pinged.people.includes(world.bot.id);
}

function aboutMessage(world: World, type: string, message: MessageRecord): GatewayEvent {
  return {
    type,
    data: toldMessagePayload(world, message),
    serverId: message.serverId,
    channelId: message.channelId,
    intents: messageIntents(message.serverId),
    contentIsGuarded: isGuarded(world, message),
  };
}

export function messageCreated(world: World, message: MessageRecord): GatewayEvent {
  return aboutMessage(world, "MESSAGE_CREATE", message);
}

export function messageUpdated(world: World, message: MessageRecord): GatewayEvent {
  return aboutMessage(world, "MESSAGE_UPDATE", message);
}

export function messageDeleted({ id, channelId, serverId }: MessageRecord): GatewayEvent {
  const server = serverId === null ? {} : { guild_id: serverId };
  const data = { id, channel_id: channelId, ...server };
  return { type: "MESSAGE_DELETE", data, serverId, channelId, intents: messageIntents(serverId) };
}

export function messagesDeleted(channel: ChannelRecord, ids: readonly string[]): GatewayEvent {
  const { id, serverId } = channel;
  const server = serverId === null ? {} : { guild_id: serverId };
  const data = { ids, channel_id: id, ...server };
  return { type: "MESSAGE_DELETE_BULK", data, serverId, channelId: id, intents: messageIntents(serverId) };
}

export function serverCreated(world: World, server: ServerRecord): GatewayEvent {
  const data = joinedServerPayload(world, server);
  return { type: "GUILD_CREATE", data, serverId: server.id, intents: INTENT.guilds };
}

/** With `unavailable`, the server is out of order; without, the bot is no longer in it. */
export function serverDeleted({ id }: ServerRecord, why: "unavailable" | "left"): GatewayEvent {
  const data = why === "unavailable" ? { id, unavailable: true } : { id };
  return { type: "GUILD_DELETE", data, serverId: id, intents: INTENT.guilds };
}

export function channelChanged(
  world: World,
  type: "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE",
  channel: ChannelRecord,
): GatewayEvent {
  return { type, data: channelPayload(world, channel), serverId: channel.serverId, intents: INTENT.guilds };
}

export function memberChanged(
  world: World,
  type: "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE",
  { server, personId }: { readonly server: ServerRecord; readonly personId: string },
): GatewayEvent {
  const data = { ...memberPayload(world, server, personId), guild_id: server.id };
  return { type, data, serverId: server.id, intents: INTENT.guildMembers };
}

export function memberLeft(world: World, server: ServerRecord, personId: string): GatewayEvent {
  const data = { guild_id: server.id, user: personPayload(world.person(personId)) };
  return { type: "GUILD_MEMBER_REMOVE", data, serverId: server.id, intents: INTENT.guildMembers };
}
