import {
  type Client,
  GatewayIntentBits,
  type GatewayIntentsString,
  IntentsBitField,
  PermissionFlagsBits,
  type PermissionsString,
} from "discord.js";

/** What the bot needs in a server, for which it asks when it is invited. */
export const PERMISSIONS = {
  ViewChannel: PermissionFlagsBits.ViewChannel,
  SendMessages: PermissionFlagsBits.SendMessages,
  SendMessagesInThreads: PermissionFlagsBits.SendMessagesInThreads,
  EmbedLinks: PermissionFlagsBits.EmbedLinks,
  ReadMessageHistory: PermissionFlagsBits.ReadMessageHistory,
} as const satisfies Partial<Record<PermissionsString, bigint>>;

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

/** In how many servers the bot lacks each permission that it needs; those that it has everywhere are not named. */
export function missingPermissions(client: Client): Readonly<Record<string, number>> {
  const servers = [...client.guilds.cache.values()];
  const counts = Object.entries(PERMISSIONS).map(([name, bit]) => {
    const lacking = servers.filter(({ members }) => members.me !== null && !members.me.permissions.has(bit));
    return [name, lacking.length] as const;
  });
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** The link with which somebody adds the bot to a server. */
export function inviteLink(applicationId: string): string {
  const permissions = Object.values(PERMISSIONS).reduce((all, bit) => all | bit, 0n);
  const scope = "bot+applications.commands";
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=${scope}&permissions=${permissions}`;
}
