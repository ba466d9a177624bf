import { refuse } from "./api-errors.ts";
import type { CommandStore } from "./commands.ts";
import type { Gateway } from "./gateway.ts";
import type { GatewayParts } from "./gateway-sessions.ts";
import type { InteractionAnswers } from "./interaction-answers.ts";
import type { Interactions } from "./interactions.ts";
import type { MessageStore } from "./messages.ts";
import type { KnownRoute } from "./route-names.ts";
import type { ChannelRecord, ReceivedFile, ServerRecord, World } from "./world.ts";

/** A request that is to be answered. */
export interface Call {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly ReceivedFile[];
}

/** Without a body: 204. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export type Handlers<Name extends KnownRoute> = Readonly<Record<Name, (call: Call) => Answer>>;

/** What the handlers work with. */
export interface HandlerParts {
  readonly world: World;
  readonly store: MessageStore;
  readonly commands: CommandStore;
  readonly interactions: Interactions;
  readonly answers: InteractionAnswers;
  readonly gateway: Gateway;
  readonly gatewayParts: GatewayParts;
  readonly advisedShards: number;
  readonly maxConcurrency: number;
  readonly nonceInHistory: boolean;
  /** How many direct chats the bot has opened that were not open before. */
  readonly counts: { openedDirectChats: number };
  /** The bot leaves of its own accord. */
  readonly leave: (server: ServerRecord) => void;
}

export const NOTHING: Answer = { status: 204 };

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** A part of the path. */
export function part(call: Call, name: string): string {
  return call.parameters[name] ?? "";
}

/** A channel that the bot may see. */
export function channelFor(world: World, call: Call): ChannelRecord {
  const channel = world.channels.get(part(call, "channel")) ?? refuse(10003);
  if (channel.serverId !== null && !(world.servers.get(channel.serverId)?.botIsIn === true && channel.bot.maySee)) {
    refuse(50001);
  }
  return channel;
}

/** A server that the bot is in. */
export function serverFor(world: World, call: Call): ServerRecord {
  const server = world.servers.get(part(call, "server"));
  return server?.botIsIn === true ? server : refuse(10004);
}
