import type { Client, ClientEvents } from "discord.js";
import { onTestFinished } from "vitest";

import {
  type DiscordStandIn,
  type Person,
  type Server,
  type StandInOptions,
  startDiscordStandIn,
} from "./stand-in/index.ts";

/** A stand-in with a server, a channel and two people in it. */
export interface Scene {
  readonly standIn: DiscordStandIn;
  readonly server: Server;
  readonly general: { readonly channelId: string };
  readonly ada: Person;
  readonly ben: Person;
}

/** Ends after the test. */
export async function openScene(options: StandInOptions = {}): Promise<Scene> {
  const standIn = await startDiscordStandIn(options);
  onTestFinished(() => standIn.close());
  const server = standIn.addServer({ name: "Garden", channels: [{ name: "general" }] });
  const servers = [{ serverId: server.id }];
  const ada = standIn.addPerson({ name: "ada", globalName: "Ada", servers, operator: true });
  const ben = standIn.addPerson({ name: "ben", servers: [{ serverId: server.id, manageServer: true }] });
  return { standIn, server, general: server.channel("general"), ada, ben };
}

/** The next of these events. */
export async function next<Name extends keyof ClientEvents>(
  client: Client,
  name: Name,
): Promise<ClientEvents[Name][0]> {
  return new Promise((resolve) => {
    client.once(name, ((first: ClientEvents[Name][0]) => {
      resolve(first);
    }) as (...values: ClientEvents[Name]) => void);
  });
}
