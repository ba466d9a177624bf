import { channelChanged, memberChanged, memberLeft, serverCreated, serverDeleted } from "./events.ts";
import type { Gateway } from "./gateway.ts";
import { misuse } from "./misuse.ts";
import type {
  ChannelSettings,
  DiscordStandIn,
  NewChannel,
  NewPerson,
  NewServer,
  Person,
  Rights,
  Server,
} from "./stand-in-types.ts";
import type { ChannelRecord, ServerRecord, World } from "./world.ts";

type Building = Pick<
  DiscordStandIn,
  | "addServer"
  | "addPerson"
  | "joinServer"
  | "leaveServer"
  | "removeBotFromServer"
  | "addBotToServer"
  | "setServerAvailable"
  | "setChannel"
  | "deleteChannel"
  | "directChatsClosed"
  | "directChatsOpen"
  | "openDirectChat"
>;

/** Makes and changes the world, and has the gateway tell of it. */
export function createBuilding(world: World, gateway: Gateway): Building {
  function joinServer(personId: string, serverId: string, rights: Rights = {}): void {
    const server = world.server(serverId);
    const isNew = !server.members.has(personId);
    server.members.set(world.person(personId).id, {
      manageServer: rights.manageServer ?? false,
      administrator: rights.administrator ?? false,
      joinedAt: world.clock.now().toISOString(),
    });
    gateway.tell(memberChanged(world, isNew ? "GUILD_MEMBER_ADD" : "GUILD_MEMBER_UPDATE", { server, personId }));
  }

  return {
    addServer: (given) => {
      const server = addServer(world, given);
      if (given.ownerId !== undefined) {
        joinServer(given.ownerId, server.id);
      }
      gateway.tell(serverCreated(world, server));
      return serverView(server);
    },
    addPerson: (given) => {
      const person = addPerson(world, given);
      given.servers?.forEach(({ serverId, ...rights }) => joinServer(person.id, serverId, rights));
      return person;
    },
    joinServer,
    leaveServer: (personId, serverId) => {
      const server = world.server(serverId);
      if (!server.members.delete(personId)) {
        misuse(`${personId} is not in the server ${server.name}`);
      }
      gateway.tell(memberLeft(world, server, personId));
    },
    removeBotFromServer: (serverId) => leave(gateway, world.server(serverId)),
    addBotToServer: (serverId) => {
      const server = world.server(serverId);
      server.botIsIn = true;
      gateway.tell(serverCreated(world, server));
    },
    setServerAvailable: (serverId, isAvailable) => {
      const server = world.server(serverId);
      server.available = isAvailable;
      gateway.tell(isAvailable ? serverCreated(world, server) : serverDeleted(server, "unavailable"));
    },
    setChannel: (channelId, settings) => {
      const channel = world.channel(channelId);
      channel.bot = rightsOf(settings, channel.bot);
      gateway.tell(channelChanged(world, "CHANNEL_UPDATE", channel));
    },
    deleteChannel: (channelId) => {
      const channel = world.channel(channelId);
      const { channels } = world.server(channel.serverId ?? misuse("a direct chat cannot be deleted"));
      channels.splice(channels.indexOf(channel), 1);
      world.channels.delete(channelId);
      // Its threads go with it, and nobody is told of them.
      [...world.channels.values()]
        .filter(({ thread }) => thread?.parentId === channelId)
        .forEach(({ id }) => world.channels.delete(id));
      gateway.tell(channelChanged(world, "CHANNEL_DELETE", channel));
    },
    directChatsClosed: (personId, code = 50007) => {
      world.person(personId).refusesDirect = code;
    },
    directChatsOpen: (personId) => {
      world.person(personId).refusesDirect = null;
    },
    openDirectChat: (personId) => ({ channelId: world.openDirectChat(world.person(personId).id).id }),
  };
}

/** The bot is no longer in a server. */
export function leave(gateway: Gateway, server: ServerRecord): void {
  server.botIsIn = false;
  gateway.tell(serverDeleted(server, "left"));
}

function addServer(world: World, { id, name, channels, ownerId }: NewServer): ServerRecord {
  const serverId = id ?? world.nextId();
  const server: ServerRecord = {
    id: serverId,
    name,
    ownerId: ownerId ?? world.nextId(),
    managerRoleId: world.nextId(),
    administratorRoleId: world.nextId(),
    botRoleId: world.nextId(),
    joinedAt: world.clock.now().toISOString(),
    channels: channels.map((channel) => channelOf(world, serverId, channel)),
    members: new Map(),
    botIsIn: true,
    available: true,
  };
  world.servers.set(serverId, server);
  server.channels.forEach((channel) => world.channels.set(channel.id, channel));
  return server;
}

function channelOf(world: World, serverId: string, given: NewChannel): ChannelRecord {
  return {
    id: given.id ?? world.nextId(),
    name: given.name,
    serverId,
    personId: null,
    private: given.private ?? false,
    visibleTo: given.visibleTo ?? [],
    bot: rightsOf(given, { maySee: true, maySend: true, mayReadHistory: true }),
    messages: [],
    thread: null,
  };
}

function rightsOf(settings: ChannelSettings, before: ChannelRecord["bot"]): ChannelRecord["bot"] {
  return {
    maySee: settings.botMaySee ?? before.maySee,
    maySend: settings.botMaySend ?? before.maySend,
    mayReadHistory: settings.botMayReadHistory ?? before.mayReadHistory,
  };
}

function serverView({ id, name, channels }: ServerRecord): Server {
  return {
    id,
    name,
    channels,
    channel: (wanted) => {
      const found = channels.find((channel) => channel.name === wanted) ?? misuse(`${name} has no channel ${wanted}`);
      return { channelId: found.id };
    },
  };
}

function addPerson(world: World, given: NewPerson): Person {
  const id = given.id ?? world.nextId();
  world.people.set(id, {
    id,
    name: given.name,
    globalName: given.globalName ?? null,
    isBot: given.isBot ?? false,
    operator: given.operator ?? false,
    refusesDirect: given.acceptsDirect === false ? 50007 : null,
  });
  return { id, name: given.name, mention: `<@${id}>` };
}
