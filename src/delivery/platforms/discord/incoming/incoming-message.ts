import type { GatewayMessageCreateDispatchData, GatewayMessageUpdateDispatchData } from "discord.js";
import { MessageType } from "discord.js";

import { type PersonId, personId, type Place } from "../../../../vocabulary/index.ts";
import type { Actor, MessageEvent, PlatformNews } from "../../../inbox.ts";
import { findChannel } from "../client/find-channel.ts";
import { memberMayManage } from "../client/rights.ts";
import type { DiscordContext } from "../context.ts";
import { channelPlace, directPlace } from "../places.ts";
import { nameOf, readableText } from "./readable-text.ts";

type IncomingMessage = GatewayMessageCreateDispatchData | GatewayMessageUpdateDispatchData;

/** A message of a person that is for us, or that we listen to; `null`: neither. */
export async function readMessage(
  context: DiscordContext,
  message: GatewayMessageCreateDispatchData,
): Promise<MessageEvent | null> {
  const botId = context.client()?.user?.id ?? null;
  if (!isFromPerson(message)) {
    return null;
  }
  const addressed = isAddressed(message, botId);
  if (!addressed && context.options.listenIn.size === 0) {
    return null;
  }
  const person = personId(message.author.id);
  const place = await placeOfMessage(context, message, { person, addressed });
  const { text, mentions } = readableText(message.content, message.mentions, botId);
  if (place === null || (text === "" && !addressed)) {
    return null; // without the message content intent a message to others has no text
  }
  return {
    type: "message",
    actor: await authorOf(context, message, person),
    place,
    at: new Date(message.timestamp),
    messageId: message.id,
    text,
    mentions,
    addressed,
  };
}

/** A person changed a message; `null`: it was not a person, not a change, or we may not see what it says now. */
export function readEdit(
  context: DiscordContext,
  message: GatewayMessageUpdateDispatchData,
): Extract<PlatformNews, { readonly type: "edited" }> | null {
  // Links unfold, polls end and threads begin by an update too: those have no time of an edit.
  if (!isFromPerson(message) || message.edited_timestamp === null) {
    return null;
  }
  const botId = context.client()?.user?.id ?? null;
  const { text } = readableText(message.content, message.mentions, botId);
  return text === "" && message.guild_id !== undefined
    ? null
    : { type: "edited", messageId: message.id, text, at: new Date(message.edited_timestamp) };
}

const PEOPLES_TYPES: ReadonlySet<MessageType> = new Set([MessageType.Default, MessageType.Reply]);

function isFromPerson(message: IncomingMessage): boolean {
  return (
    message.author.bot !== true &&
    message.author.system !== true &&
    message.webhook_id === undefined &&
    PEOPLES_TYPES.has(message.type)
  );
}

function isAddressed(message: GatewayMessageCreateDispatchData, botId: string | null): boolean {
  return (
    message.guild_id === undefined ||
    message.mentions.some(({ id }) => id === botId) ||
    message.referenced_message?.author.id === botId
  );
}

async function placeOfMessage(
  { client, api, options }: DiscordContext,
  { guild_id: serverId, channel_id: channelId }: GatewayMessageCreateDispatchData,
  { person, addressed }: { readonly person: PersonId; readonly addressed: boolean },
): Promise<Place | null> {
  if (serverId === undefined) {
    return directPlace(person);
  }
  const channel = await findChannel({ client: client(), api }, serverId, channelId);
  const listened = [channelId, channel.parentId].some((id) => id !== null && options.listenIn.has(id));
  return addressed || listened ? channelPlace(channel) : null;
}

async function authorOf(
  context: DiscordContext,
  { author, member, guild_id: serverId }: GatewayMessageCreateDispatchData,
  id: PersonId,
): Promise<Actor> {
  const rights = { userId: author.id, roles: member?.roles ?? [] };
  return {
    id,
    name: nameOf(author, member?.nick),
    operator: await context.isOperator(id),
    serverAdministrator: serverId !== undefined && memberMayManage(context.client(), serverId, rights),
  };
}
