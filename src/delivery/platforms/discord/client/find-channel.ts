import { type Client, ChannelType, type GuildBasedChannel, PermissionFlagsBits, Routes } from "discord.js";
import { z } from "zod";

import type { DiscordApi } from "../discord-api.ts";
import type { ChannelFacts } from "../places.ts";

/** A channel of a server, and what it is a thread of. */
export interface FoundChannel extends ChannelFacts {
  /** `null`: it is no thread. */
  readonly parentId: string | null;
}

/** What the client has in memory of a channel: all but threads that were archived. `null`: nothing. */
export function knownChannel(client: Client | null, serverId: string, channelId: string): FoundChannel | null {
  const channel = client?.guilds.cache.get(serverId)?.channels.cache.get(channelId);
  if (channel === undefined) {
    return null;
  }
  const parentId = channel.isThread() ? channel.parentId : null;
  return { channelId, serverId, everyoneReads: everyoneReads(channel), parentId };
}

/** The threads in a channel, as far as the client has them in memory. */
export function knownThreads(client: Client | null, serverId: string, channelId: string): readonly string[] {
  const channels = client?.guilds.cache.get(serverId)?.channels.cache.values() ?? [];
  return [...channels].flatMap((channel) => (channel.isThread() && channel.parentId === channelId ? [channel.id] : []));
}

function everyoneReads(channel: GuildBasedChannel): boolean {
  if (channel.type === ChannelType.PrivateThread) {
    return false;
  }
  // A client may be set to keep no roles, or not know what a thread is in; then nothing shows that everybody reads it.
  const everyone = channel.guild.roles.cache.get(channel.guild.id);
  const holder = channel.isThread() ? channel.parent : channel;
  return everyone !== undefined && holder?.permissionsFor(everyone).has(PermissionFlagsBits.ViewChannel) === true;
}

const channelSchema = z.object({ type: z.number(), parent_id: z.string().nullish() });
const PRIVATE_THREAD: number = ChannelType.PrivateThread;
const THREADS: ReadonlySet<number> = new Set([
  ChannelType.PublicThread,
  ChannelType.AnnouncementThread,
  ChannelType.PrivateThread,
]);

/** As {@link knownChannel}, asking Discord where the client knows nothing. Where that fails too, it is taken for a private channel. */
export async function findChannel(
  { client, api }: { readonly client: Client | null; readonly api: DiscordApi },
  serverId: string,
  channelId: string,
): Promise<FoundChannel> {
  const known = knownChannel(client, serverId, channelId);
  if (known !== null) {
    return known;
  }
  const unknown = { channelId, serverId, everyoneReads: false, parentId: null };
  const answer = await api.get(Routes.channel(channelId)).catch(() => null);
  const channel = channelSchema.safeParse(answer).data;
  if (channel === undefined || !THREADS.has(channel.type) || typeof channel.parent_id !== "string") {
    return unknown;
  }
  const parent = knownChannel(client, serverId, channel.parent_id);
  const everyone = channel.type !== PRIVATE_THREAD && parent?.everyoneReads === true;
  return { ...unknown, everyoneReads: everyone, parentId: channel.parent_id };
}
