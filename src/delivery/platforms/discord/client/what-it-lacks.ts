import { type Client, GatewayIntentBits, type GatewayIntentsString, IntentsBitField } from "discord.js";

import { lackingPermissions } from "../needed-permissions.ts";

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
  const missing = new Map<string, MissingPermission>();
  for (const { members } of client.guilds.cache.values()) {
    for (const { name, effect } of members.me === null ? [] : lackingPermissions(members.me.permissions.bitfield)) {
      missing.set(name, { permission: name, effect, servers: (missing.get(name)?.servers ?? 0) + 1 });
    }
  }
  return [...missing.values()];
}
