import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import { type WebSocket, WebSocketServer } from "ws";

import {
  type Desk,
  forgetUpTo,
  type GatewayEvent,
  type GatewayParts,
  OP,
  send,
  type Session,
  sessionOf,
  tell,
} from "./gateway-sessions.ts";
import { identify, type Identification, resume, type Resumption } from "./logins.ts";
import { type MembersRequest, tellMembers } from "./members-request.ts";
import type { Payload, World } from "./world.ts";

export interface Gateway {
  tell(event: GatewayEvent): void;
  connect(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all connections: with a close code, or without a word. */
  drop(closeCode?: number): void;
  askToReconnect(): void;
  invalidate(resumable: boolean): void;
  /** Those that may still be resumed. */
  sessions(): readonly Session[];
  readonly counts: { identified: number; resumed: number };
  close(): void;
}

interface Received {
  readonly op: number;
  readonly d: unknown;
}

export function createGateway(parts: GatewayParts): Gateway {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = new Map<string, Session>();
  const counts = { identified: 0, resumed: 0 };
  const desk: Desk = { parts, sessions, counts };

  function drop(closeCode?: number): void {
    for (const socket of sockets.clients) {
      forgetSocket(sessions, socket);
      if (closeCode === undefined) {
        socket.terminate();
      } else {
        socket.close(closeCode);
      }
    }
  }

  return {
    tell: (event) => {
      if (isForTheBot(parts.world, event)) {
        sessions.forEach((session) => tell(session, event));
      }
      parts.waiting.changed();
    },
    connect: (request, duplex, head) => {
      sockets.handleUpgrade(request, duplex, head, (socket) => {
        greet(desk, socket);
      });
    },
    drop,
    askToReconnect: () => broadcast(sessions, { op: OP.reconnect, d: null }),
    invalidate: (resumable) => {
      broadcast(sessions, { op: OP.invalid, d: resumable });
      if (!resumable) {
        sessions.clear();
      }
    },
    sessions: () => [...sessions.values()],
    counts,
    close: () => {
      drop();
      sockets.close();
    },
  };
}

/** A bot hears nothing of servers that it is not in, but that it was put out, nor of channels that it may not see. */
function isForTheBot(world: World, { type, serverId, channelId }: GatewayEvent): boolean {
  const isIn = serverId === null || type === "GUILD_DELETE" || world.servers.get(serverId)?.botIsIn === true;
  return isIn && (channelId === undefined || world.channels.get(channelId)?.bot.maySee !== false);
}

function greet(desk: Desk, socket: WebSocket): void {
  const { parts, sessions } = desk;
  socket.on("error", () => undefined);
  if (parts.isDown) {
    socket.terminate();
    return;
  }
  socket.on("message", (data) => {
    receive(desk, socket, JSON.parse((data as Buffer).toString()) as Received);
    parts.waiting.changed();
  });
  socket.on("close", (code) => {
    const session = forgetSocket(sessions, socket);
    // A bot that ends its connection in order ends its session with it.
    if (session !== null && (code === 1000 || code === 1001)) {
      sessions.delete(session.id);
    }
    parts.waiting.changed();
  });
  send(socket, { op: OP.hello, d: { heartbeat_interval: parts.heartbeatIntervalMs } });
}

function receive(desk: Desk, socket: WebSocket, { op, d }: Received): void {
  switch (op) {
    case OP.heartbeat:
      hear(desk, socket, d);
      return;
    case OP.identify:
      identify(desk, socket, d as Identification);
      return;
    case OP.resume:
      resume(desk, socket, d as Resumption);
      return;
    case OP.members:
      tellMembers(desk, socket, d as MembersRequest);
      return;
    default: // presence and voice: nobody sees them
  }
}

function hear({ parts, sessions }: Desk, socket: WebSocket, sequence: unknown): void {
  const session = sessionOf(sessions, socket);
  if (session !== null && typeof sequence === "number") {
    forgetUpTo(session, sequence);
  }
  if (!parts.isDeaf) {
    send(socket, { op: OP.ack });
  }
}

function forgetSocket(sessions: ReadonlyMap<string, Session>, socket: WebSocket): Session | null {
  const session = sessionOf(sessions, socket);
  if (session !== null) {
    session.socket = null;
  }
  return session;
}

function broadcast(sessions: ReadonlyMap<string, Session>, message: Payload): void {
  for (const { socket } of sessions.values()) {
    if (socket !== null) {
      send(socket, message);
    }
  }
}
