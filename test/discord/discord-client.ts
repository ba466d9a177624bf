import { Client, type ClientOptions, Events, GatewayIntentBits, Partials } from "discord.js";
import { onTestFinished } from "vitest";

import type { DiscordStandIn } from "./stand-in/index.ts";

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.MessageContent,
];

/** A client of discord.js that takes the stand-in for Discord. It is not logged in, and gone after the test. */
export function createDiscordClient(standIn: DiscordStandIn, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    intents: INTENTS,
    partials: [Partials.Channel, Partials.Message, Partials.GuildMember, Partials.User],
    // A wait for servers that nobody tells of would end the test.
    waitGuildTimeout: 120_000,
    ...options,
    rest: { api: standIn.apiUrl, ...options.rest },
    ws: {
      // Without the five seconds that lie between two logins.
      buildIdentifyThrottler: () => Promise.resolve({ waitForIdentify: () => Promise.resolve() }),
      ...options.ws,
    },
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** Logged in and ready. */
export async function connectDiscordClient(
  standIn: DiscordStandIn,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = createDiscordClient(standIn, options);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(standIn.token);
  return ready;
}
