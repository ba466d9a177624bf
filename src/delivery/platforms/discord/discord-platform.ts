import type { Client } from "discord.js";

import type { LivePlatform } from "../../platform.ts";
import { hostClient } from "./client/host-client.ts";
import { DISCORD_API_URL } from "./client/own-client.ts";
import { ownClientSource } from "./client/own-client-source.ts";
import { type Shards, shardSettings } from "./client/shards.ts";
import { connectDiscord } from "./connect-discord.ts";
import { type DiscordPlatformOptions, resolvePlatformOptions } from "./discord-options.ts";

/** Discord, before it is connected. */
export interface DiscordPlatform extends LivePlatform {
  readonly commandPrefix: "/";
}

/**
 * What a `Client` of discord.js looks like from afar. It has to be one: only its type is not asked for by name, since discord.js has two
 * of them, and a bot in CommonJS has the other.
 */
export interface DiscordClientLike {
  isReady(): boolean;
  login(token?: string): Promise<string>;
  readonly options: object;
  readonly rest: object;
  readonly ws: object;
}

/**
 * A bot that is there already: its own discord.js client, logged in or not yet. It is never logged in or out, none of its options is
 * changed, and of its events it only gets more listeners while Rekindle runs. Commands of its own stay as they are.
 *
 * It needs the intents `Guilds`, `DirectMessages` and `GuildMessages`, and `MessageContent` for commands with "!" in servers and for
 * `listenIn`; it says in the log which are missing, and works with the rest.
 */
export function discordPlatform(client: DiscordClientLike, options?: DiscordPlatformOptions): DiscordPlatform {
  const resolved = resolvePlatformOptions(options);
  return {
    mode: "live",
    commandPrefix: "/",
    naming: resolved.commands,
    connect: (parts) =>
      connectDiscord(parts, {
        source: hostClient(client as unknown as Client, { content: resolved.listenIn.size > 0, members: false }),
        options: resolved,
      }),
  };
}

/** What the program's own connection is made from. */
export interface CreateDiscordOptions extends DiscordPlatformOptions {
  /** The bot's token. */
  readonly token: string;
  /** The base of Discord's REST interface, for tests and proxies. @defaultValue `https://discord.com/api` */
  readonly apiUrl?: string;
  /**
   * Whether texts of all messages in servers may be read: commands with "!" need it there. Asks for the message content intent, which
   * has to be enabled in the developer portal; `listenIn` asks for it too. @defaultValue false
   */
  readonly readAll?: boolean;
  /**
   * Whether Discord tells when a person leaves a server. Asks for the server members intent, which has to be enabled in the developer
   * portal. @defaultValue false
   */
  readonly serverMembers?: boolean;
  /**
   * Into how many connections the servers are divided; `auto`: as Discord advises. Several processes on one database may have a part
   * each: then each server is heard by one of them, instead of by all. @defaultValue "auto"
   */
  readonly shards?: Shards;
}

/** What holds where nothing else is said. */
export const CREATE_DISCORD_DEFAULTS = {
  apiUrl: DISCORD_API_URL,
  readAll: false,
  serverMembers: false,
  shards: "auto",
} as const satisfies Partial<CreateDiscordOptions>;

/**
 * The program's own bot. A token that Discord refuses makes `start()` reject; where Discord cannot be reached it is tried again until it
 * can. An intent that is not enabled is done without, and the log says what does not work then.
 *
 * @throws DiscordOptionInvalidError
 */
export function createDiscord({ token, ...options }: CreateDiscordOptions): DiscordPlatform {
  const { apiUrl, readAll, serverMembers, shards } = { ...CREATE_DISCORD_DEFAULTS, ...options };
  shardSettings(shards); // checked before anything is opened
  const resolved = resolvePlatformOptions(options);
  const { requestsPerSecond } = resolved;
  const ownOptions = {
    token,
    apiUrl,
    serverMembers,
    shards,
    requestsPerSecond,
    readAll: readAll || resolved.listenIn.size > 0,
  };
  return {
    mode: "live",
    commandPrefix: "/",
    naming: resolved.commands,
    connect: (parts) => connectDiscord(parts, { source: ownClientSource(ownOptions, parts.logger), options: resolved }),
  };
}
