import type { WebSocket } from "ws";

import { INTENT, type PrivilegedIntent } from "./intents.ts";
import type { Waiting } from "./waiting.ts";
import type { Payload, World } from "./world.ts";

/** What a message between bot and gateway is about. */
export const OP = {
  event: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  members: 8,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;

/** What the gateway needs, and what may change while it runs. */
export interface GatewayParts {
  readonly world: World;
  readonly waiting: Waiting;
  readonly heartbeatIntervalMs: number;
  readonly url: () => string;
  readonly isToken: (token: string) => boolean;
  grantedIntents: readonly PrivilegedIntent[];
  /** With what code every login is refused. */
  refusal: number | null;
  /** Whether connections end as soon as they are made. */
  isDown: boolean;
  /** Whether heartbeats are left without an answer. */
  isDeaf: boolean;
}

/** What stands behind all connections. */
export interface Desk {
  readonly parts: GatewayParts;
  readonly sessions: Map<string, Session>;
  readonly counts: { identified: number; resumed: number };
}

/** Something that the gateway tells. */
export interface GatewayEvent {
  readonly type: string;
  readonly data: Payload;
  /** Decides on the shard; `null` is shard 0. */
  readonly serverId: string | null;
  /** Where it happened; nothing is told of a channel that the bot may not see. */
  readonly channelId?: string;
  /** Who asked for one of these is told; 0: everybody. */
  readonly intents: number;
  /** Whoever may not read messages is told with everything written left out. */
  readonly contentIsGuarded?: boolean;
}

/** A bot that has identified itself, connected at present or not. */
export interface Session {
  readonly id: string;
  readonly shard: number;
  readonly shardCount: number;
  readonly intents: number;
  sequence: number;
  socket: WebSocket | null;
  /** What was told and not yet known to have arrived. */
  readonly untold: { readonly sequence: number; readonly text: string }[];
}

/** Tells a session of an event if it concerns it. */
export function tell(session: Session, event: GatewayEvent): void {
  const isOfItsShard = isOnShard(event.serverId, session);
  if (isOfItsShard && (event.intents === 0 || (session.intents & event.intents) !== 0)) {
    const hidden = event.contentIsGuarded === true && (session.intents & INTENT.messageContent) === 0;
    tellThis(session, event.type, hidden ? withoutContent(event.data) : event.data);
  }
}

/** Tells a session, whatever it asked for; while it is away, the event is kept for when it is back. */
export function tellThis(session: Session, type: string, data: Payload): void {
  session.sequence += 1;
  const text = JSON.stringify({ op: 0, t: type, s: session.sequence, d: data });
  session.untold.push({ sequence: session.sequence, text });
  session.socket?.send(text);
}

/** Direct chats (`null`) are on shard 0. */
export function isOnShard(serverId: string | null, { shard, shardCount }: Session): boolean {
  return shard === (serverId === null ? 0 : Number((BigInt(serverId) >> 22n) % BigInt(shardCount)));
}

function withoutContent(message: Payload): Payload {
  const { referenced_message: original, ...rest } = message;
  const blank = { content: "", embeds: [], components: [], attachments: [] };
  // Discord hides what is answered to as well, unless the bot wrote it; then it is mentioned, and this is not called.
  return { ...rest, ...blank, ...(original ? { referenced_message: { ...original, ...blank } } : {}) };
}

/** What a session says it has received need not be told again. */
export function forgetUpTo(session: Session, sequence: number): void {
  const kept = session.untold.findIndex((told) => told.sequence > sequence);
  session.untold.splice(0, kept === -1 ? session.untold.length : kept);
}

/** The session of a connection. */
export function sessionOf(sessions: ReadonlyMap<string, Session>, socket: WebSocket): Session | null {
  return [...sessions.values()].find((session) => session.socket === socket) ?? null;
}

export function send(socket: WebSocket, message: Payload): void {
  socket.send(JSON.stringify(message));
}
