import {
  type Client,
  GatewayIntentBits,
  type GatewayIntentsString,
  IntentsBitField,
  PermissionFlagsBits,
} from "discord.js";

/** What the bot needs in a server, and asks for when it is invited; and what does not work without it. */
const PERMISSIONS: readonly (readonly [keyof typeof PermissionFlagsBits, string])[] = [
  ["ViewChannel", "it sees no messages"],
  ["SendMessages", "it cannot answer, nor follow up"],
  ["SendMessagesInThreads", "it cannot answer in threads"],
  ["ReadMessageHistory", "it cannot look whether a message arrived, and answers without showing what to"],
];

type Effect = readonly [GatewayIntentsString, string];
const WITHOUT_INTENT: readonly Effect[] = [
  ["Guilds", "servers, their channels and who administers them are unknown"],
  ["DirectMessages", "direct messages are not read"],
  ["GuildMessages", "messages in servers are not read"],
];
const WITHOUT_CONTENT: Effect = [
  "MessageContent",
  "commands with ! and channels to listen in do not work in servers, except for messages that mention the bot",
];
const WITHOUT_MEMBERS: Effect = ["GuildMembers", "nothing tells when a person leaves a server"];

/** Intents that are not needed by every bot. */
export interface WantedIntents {
  /** Messages that are not said to the bot are to be read. */
  readonly content: boolean;
  /** It is to be told when a person leaves a server. */
  readonly members: boolean;
}

/** What does not work for want of an intent: name of the intent and what that means, in order of weight. */
export function missingIntents(client: Client, wanted: WantedIntents): readonly string[] {
  const intents = new IntentsBitField(client.options.intents);
  const needed: readonly Effect[] = [
    ...WITHOUT_INTENT,
    ...(wanted.content ? [WITHOUT_CONTENT] : []),
    ...(wanted.members ? [WITHOUT_MEMBERS] : []),
  ];
  return needed.filter(([name]) => !intents.has(GatewayIntentBits[name])).map(([name, effect]) => `${name}: ${effect}`);
}

/** "1 server", "3 servers" */
export function countServers(count: number): string {
  return `${count} server${count === 1 ? "" : "s"}`;
}

/** A permission that is missing. */
export interface MissingPermission {
  readonly permission: string;
  /** In so many servers. */
  readonly servers: number;
  /** What that means. */
  readonly effect: string;
}

/** The permissions that the bot lacks somewhere. */
export function missingPermissions(client: Client): readonly MissingPermission[] {
  const members = client.guilds.cache.map((server) => server.members.me).filter((member) => member !== null);
  return PERMISSIONS.map(([permission, effect]) => {
    const lacking = members.filter(({ permissions }) => !permissions.has(PermissionFlagsBits[permission]));
    return { permission, servers: lacking.length, effect };
  }).filter(({ servers }) => servers > 0);
}

/** The link with which somebody adds the bot to a server. */
export function inviteLink(applicationId: string): string {
  const permissions = PERMISSIONS.reduce((all, [name]) => all | PermissionFlagsBits[name], 0n);
  const scope = "bot+applications.commands";
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=${scope}&permissions=${permissions}`;
}
