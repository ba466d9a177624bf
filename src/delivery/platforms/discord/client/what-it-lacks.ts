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

const WITHOUT_INTENT: readonly (readonly [GatewayIntentsString, string])[] = [
  ["Guilds", "servers, their channels and who administers them are unknown"],
  ["DirectMessages", "direct messages are not read"],
  ["GuildMessages", "messages in servers are not read"],
  ["GuildMembers", "nothing tells when a person leaves a server"],
];
const WITHOUT_CONTENT =
  "commands with ! and channels to listen in do not work in servers, except for messages that mention the bot";

/** What does not work for want of an intent: name of the intent and what that means, in order of weight. */
export function missingIntents(
  client: Client,
  { contentWanted }: { readonly contentWanted: boolean },
): readonly string[] {
  const intents = new IntentsBitField(client.options.intents);
  const missing = WITHOUT_INTENT.filter(([name]) => !intents.has(GatewayIntentBits[name])).map(
    ([name, effect]) => `${name}: ${effect}`,
  );
  return contentWanted && !intents.has(GatewayIntentBits.MessageContent)
    ? [...missing, `MessageContent: ${WITHOUT_CONTENT}`]
    : missing;
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
