import { type Client, Status } from "discord.js";

import { describeDuration } from "../../../../kernel/index.ts";
import { partOfShards } from "./shards.ts";
import { countServers, missingIntents, missingPermissions, type WantedIntents } from "./what-it-lacks.ts";

/** What else there is to say beside what the client knows. */
export interface StatusFacts {
  readonly wanted: WantedIntents;
  /** For how long no direct chats are opened. */
  readonly heldForMs: number;
  /** Commands whose names are somebody else's. */
  readonly takenCommands: readonly string[];
  /** Why nothing works any more; `null`: it does. */
  readonly fatal: string | null;
}

/** How the connection is doing, in a line. */
export function statusLine(client: Client | null, facts: StatusFacts): string {
  const { wanted, heldForMs, takenCommands, fatal } = facts;
  if (fatal !== null) {
    return `stopped: ${fatal}`;
  }
  const parts = [connection(client)];
  if (client?.isReady() === true) {
    const part = partOfShards(client);
    parts.push(`${countServers(client.guilds.cache.size)}${part === null ? "" : ` on ${part}`}`);
    const intents = missingIntents(client, wanted).map((words) => words.split(":", 1)[0]);
    parts.push(...(intents.length === 0 ? [] : [`without the intents ${intents.join(", ")}`]));
    const permissions = missingPermissions(client).map(({ permission, servers }) => `${permission} in ${servers}`);
    parts.push(...(permissions.length === 0 ? [] : [`permissions missing: ${permissions.join(", ")}`]));
  }
  if (heldForMs > 0) {
    parts.push(`no direct chats are opened for ${describeDuration(heldForMs)}`);
  }
  if (takenCommands.length > 0) {
    parts.push(`commands not registered, their names are taken: ${takenCommands.join(", ")}`);
  }
  return parts.join(", ");
}

function connection(client: Client | null): string {
  if (client === null) {
    return "not connected";
  }
  if (client.token === null) {
    return "not logged in";
  }
  const shards = [...client.ws.shards.values()];
  if (!client.isReady() || shards.some(({ status }) => status !== Status.Ready)) {
    return client.readyTimestamp === null ? "connecting" : "reconnecting";
  }
  // The first heartbeat is answered some 40 seconds after the connection.
  return client.ws.ping >= 0 ? `connected, ${Math.round(client.ws.ping)} ms` : "connected";
}
