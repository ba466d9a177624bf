import type { Gateway } from "./gateway.ts";
import type { GatewayEvent } from "./gateway-sessions.ts";
import { INTENT } from "./intents.ts";
import { misuse } from "./misuse.ts";
import type { Payload } from "./payload.ts";
import { compareSnowflakes } from "./snowflakes.ts";
import type { DiscordStandIn } from "./stand-in-types.ts";
import type { ChannelRecord, ThreadRecord, World } from "./world.ts";

/** A thread in a channel, which has its rights from there. */
export function threadIn(world: World, parent: ChannelRecord, thread: ThreadRecord): ChannelRecord {
  return {
    id: world.nextId(),
    name: thread.name,
    serverId: parent.serverId,
    personId: null,
    private: parent.private || thread.private,
    visibleTo: thread.private ? thread.visibleTo : parent.visibleTo,
    get bot() {
      return parent.bot;
    },
    messages: [],
    thread,
  };
}

/** The threads of a server that are in use, as the gateway shows them. */
export function activeThreads(world: World, serverId: string): readonly ChannelRecord[] {
  const threads = [...world.channels.values()].filter((channel) => channel.serverId === serverId);
  return threads
    .filter(({ thread }) => thread?.archived === false)
    .sort((one, other) => compareSnowflakes(one.id, other.id));
}

export function threadPayload(channel: ChannelRecord, thread: ThreadRecord): Payload {
  return {
    id: channel.id,
    type: thread.private ? 12 : 11,
    guild_id: channel.serverId,
    name: channel.name,
    parent_id: thread.parentId,
    owner_id: thread.ownerId,
    last_message_id: channel.messages.at(-1)?.id ?? null,
    message_count: channel.messages.length,
    total_message_sent: channel.messages.length,
    member_count: 1,
    rate_limit_per_user: 0,
    flags: 0,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: 1440,
      archive_timestamp: new Date(0).toISOString(),
      create_timestamp: new Date(0).toISOString(),
      ...(thread.private ? { invitable: false } : {}),
    },
  };
}

type Change = "THREAD_CREATE" | "THREAD_UPDATE" | "THREAD_DELETE";

function threadChanged(type: Change, channel: ChannelRecord, thread: ThreadRecord): GatewayEvent {
  const whole = threadPayload(channel, thread);
  const { id, guild_id: server, parent_id: parent, type: kind } = whole;
  const data = type === "THREAD_DELETE" ? { id, guild_id: server, parent_id: parent, type: kind } : whole;
  return { type, data, serverId: channel.serverId, channelId: channel.id, intents: INTENT.guilds };
}

/** Whoever writes into a thread that was archived brings it back. */
export function bringBack(gateway: Pick<Gateway, "tell">, channel: ChannelRecord): void {
  const { thread } = channel;
  if (thread?.archived === true) {
    thread.archived = false;
    gateway.tell(threadChanged("THREAD_UPDATE", channel, thread));
  }
}

/** Makes, changes and deletes threads, and has the gateway tell of it. */
export function createThreads(
  world: World,
  gateway: Gateway,
): Pick<DiscordStandIn, "addThread" | "setThread" | "deleteThread"> {
  function threadOf(channelId: string): readonly [ChannelRecord, ThreadRecord] {
    const channel = world.channel(channelId);
    return [channel, channel.thread ?? misuse(`${channel.name} is no thread`)];
  }
  return {
    addThread: ({ channelId }, { name, ownerId, private: isPrivate = false, visibleTo = [] }) => {
      const thread = {
        name,
        parentId: channelId,
        ownerId,
        private: isPrivate,
        visibleTo,
        archived: false,
        locked: false,
      };
      const channel = threadIn(world, world.channel(channelId), thread);
      world.channels.set(channel.id, channel);
      gateway.tell(threadChanged("THREAD_CREATE", channel, thread));
      return { channelId: channel.id };
    },
    setThread: (place, change) => {
      const [channel, thread] = threadOf(place.channelId);
      Object.assign(thread, change);
      gateway.tell(threadChanged("THREAD_UPDATE", channel, thread));
    },
    deleteThread: (place) => {
      const [channel, thread] = threadOf(place.channelId);
      gateway.tell(threadChanged("THREAD_DELETE", channel, thread));
      world.channels.delete(channel.id);
    },
  };
}
