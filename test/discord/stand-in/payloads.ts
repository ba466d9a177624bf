import { botPermissionsIn, EVERYONE, overwritesOf, PERMISSION, permissionsOf } from "./permissions.ts";
import { activeThreads, threadPayload } from "./threads.ts";
import type { ChannelRecord, MessageRecord, Payload, PersonRecord, ServerRecord, World } from "./world.ts";

// What Discord leaves out stays out: discord.js reads a `null` in its place as a thing that is there.

export function personPayload(person: PersonRecord): Payload {
  return {
    id: person.id,
    username: person.name,
    global_name: person.globalName,
    discriminator: "0",
    avatar: null,
    public_flags: 0,
    ...(person.isBot ? { bot: true } : {}),
  };
}

export function botPayload(world: World): Payload {
  return {
    id: world.bot.id,
    username: world.bot.name,
    global_name: null,
    discriminator: "0001",
    avatar: null,
    public_flags: 0,
    bot: true,
  };
}

/** A person, the bot, or somebody who is known by id and name alone, such as a webhook. */
export function authorPayload(world: World, author: MessageRecord["author"]): Payload {
  if (author.id === world.bot.id) {
    return botPayload(world);
  }
  const person = world.people.get(author.id);
  return person === undefined
    ? { id: author.id, username: author.name, discriminator: "0000", global_name: null, avatar: null, bot: true }
    : personPayload(person);
}

function rolesOf(server: ServerRecord, personId: string): readonly string[] {
  const member = server.members.get(personId);
  if (member === undefined) {
    return [server.botRoleId];
  }
  const { manageServer, administrator } = member;
  return [...(manageServer ? [server.managerRoleId] : []), ...(administrator ? [server.administratorRoleId] : [])];
}

/** Without the person. */
export function membershipPayload(server: ServerRecord, personId: string): Payload {
  const member = server.members.get(personId);
  return {
    nick: null,
    avatar: null,
    roles: rolesOf(server, personId),
    joined_at: member?.joinedAt ?? server.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    communication_disabled_until: null,
  };
}

export function memberPayload(world: World, server: ServerRecord, personId: string): Payload {
  const user = personId === world.bot.id ? botPayload(world) : personPayload(world.person(personId));
  return { ...membershipPayload(server, personId), user };
}

/** As it comes with an interaction: with what they may do there. */
export function actingMemberPayload(world: World, server: ServerRecord, personId: string): Payload {
  return { ...memberPayload(world, server, personId), permissions: String(permissionsOf(server, personId)) };
}

export function channelPayload(world: World, channel: ChannelRecord): Payload {
  const last = channel.messages.at(-1)?.id ?? null;
  if (channel.personId !== null) {
    const recipients = [personPayload(world.person(channel.personId))];
    return { id: channel.id, type: 1, last_message_id: last, recipients, flags: 0 };
  }
  if (channel.thread !== null) {
    return threadPayload(channel, channel.thread);
  }
  return {
    id: channel.id,
    type: 0,
    guild_id: channel.serverId,
    name: channel.name,
    position: 0,
    parent_id: null,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    flags: 0,
    last_message_id: last,
    permission_overwrites: overwritesOf(channel, world.bot.id),
  };
}

/** As it comes with an interaction. */
export function actingChannelPayload(world: World, channel: ChannelRecord): Payload {
  const permissions = channel.serverId === null ? EVERYONE : botPermissionsIn(channel);
  return { ...channelPayload(world, channel), permissions: String(permissions) };
}

export function rolePayloads(world: World, server: ServerRecord): readonly Payload[] {
  const role = { color: 0, hoist: false, icon: null, unicode_emoji: null, mentionable: false, flags: 0 };
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  return [
    { ...role, colors, id: server.id, name: "@everyone", position: 0, managed: false, permissions: String(EVERYONE) },
    {
      ...role,
      colors,
      id: server.botRoleId,
      name: world.bot.name,
      position: 1,
      managed: true,
      permissions: String(EVERYONE),
      tags: { bot_id: world.bot.id },
    },
    {
      ...role,
      colors,
      id: server.managerRoleId,
      name: "managers",
      position: 2,
      managed: false,
      permissions: String(EVERYONE | PERMISSION.manageServer),
    },
    {
      ...role,
      colors,
      id: server.administratorRoleId,
      name: "administrators",
      position: 3,
      managed: false,
      permissions: String(PERMISSION.administrator),
    },
  ];
}

export function serverPayload(world: World, server: ServerRecord): Payload {
  return {
    id: server.id,
    name: server.name,
    owner_id: server.ownerId,
    icon: null,
    splash: null,
    banner: null,
    description: null,
    features: [],
    roles: rolePayloads(world, server),
    emojis: [],
    stickers: [],
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: "en-US",
    vanity_url_code: null,
    approximate_member_count: server.members.size + 1,
    max_members: 500_000,
  };
}

/** As the gateway shows it. Discord hands out no members but the bot itself unless a bot may see everybody's presence. */
export function joinedServerPayload(world: World, server: ServerRecord): Payload {
  return {
    ...serverPayload(world, server),
    joined_at: server.joinedAt,
    large: false,
    unavailable: false,
    member_count: server.members.size + 1,
    members: [memberPayload(world, server, world.bot.id)],
    channels: server.channels.map((channel) => channelPayload(world, channel)),
    threads: activeThreads(world, server.id).map((thread) => channelPayload(world, thread)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
