import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

import { type WebSocket, WebSocketServer } from "ws";

import { serverCreated } from "./events.ts";
import { forgetUpTo, type GatewayEvent, isOnShard, type Session, tell, tellThis } from "./gateway-sessions.ts";
import { applicationFlags, asksTooMuch, type PrivilegedIntent } from "./intents.ts";
import { botPayload, memberPayload } from "./payloads.ts";
import type { Waiting } from "./waiting.ts";
import type { Payload, World } from "./world.ts";

const OP = { event: 0, heartbeat: 1, identify: 2, resume: 6, reconnect: 7, members: 8, invalid: 9, hello: 10, ack: 11 };

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
      sessions.forEach((session) => tell(session, event));
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

interface Desk {
  readonly parts: GatewayParts;
  readonly sessions: Map<string, Session>;
  readonly counts: Gateway["counts"];
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

interface Identification {
  readonly token: string;
  readonly intents: number;
  readonly shard?: readonly [number, number];
}

function identify({ parts, sessions, counts }: Desk, socket: WebSocket, request: Identification): void {
  counts.identified += 1;
  if (!parts.isToken(request.token) || parts.refusal !== null) {
    socket.close(parts.refusal ?? 4004);
    return;
  }
  if (asksTooMuch(request.intents, parts.grantedIntents)) {
    socket.close(4014);
    return;
  }
  const { world } = parts;
  const [shard, shardCount] = request.shard ?? [0, 1];
  const id = `session-${world.nextId()}`;
  const session: Session = { id, shard, shardCount, intents: request.intents, sequence: 0, socket, untold: [] };
  sessions.set(id, session);
  const servers = [...world.servers.values()].filter((server) => server.botIsIn && isOnShard(server.id, session));
  tellThis(session, "READY", readyPayload(parts, session, servers));
  servers.filter(({ available }) => available).forEach((server) => tell(session, serverCreated(world, server)));
}

function readyPayload(
  { world, grantedIntents, url }: GatewayParts,
  session: Session,
  servers: readonly { readonly id: string }[],
): Payload {
  return {
    v: 10,
    user: { ...botPayload(world), verified: true, mfa_enabled: false, email: null, flags: 0 },
    guilds: servers.map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    session_type: "normal",
    resume_gateway_url: url(),
    shard: [session.shard, session.shardCount],
    application: { id: world.applicationId, flags: applicationFlags(grantedIntents) },
    private_channels: [],
  };
}

interface Resumption {
  readonly token: string;
  readonly session_id: string;
  readonly seq: number;
}

function resume({ parts, sessions, counts }: Desk, socket: WebSocket, request: Resumption): void {
  if (!parts.isToken(request.token) || parts.refusal !== null) {
    socket.close(parts.refusal ?? 4004);
    return;
  }
  const session = sessions.get(request.session_id);
  if (session === undefined) {
    send(socket, { op: OP.invalid, d: false });
    return;
  }
  counts.resumed += 1;
  session.socket = socket;
  forgetUpTo(session, request.seq);
  session.untold.forEach(({ text }) => socket.send(text));
  tellThis(session, "RESUMED", {});
}

interface MembersRequest {
  readonly guild_id: string;
  readonly user_ids?: string | readonly string[];
  readonly query?: string;
  readonly nonce?: string;
}

function tellMembers({ parts, sessions }: Desk, socket: WebSocket, request: MembersRequest): void {
  const session = sessionOf(sessions, socket);
  const server = parts.world.servers.get(request.guild_id);
  if (session === null || server === undefined) {
    return;
  }
  const asked = request.user_ids === undefined ? null : [request.user_ids].flat();
  const ids = [...server.members.keys(), parts.world.bot.id].filter((id) => asked === null || asked.includes(id));
  const data = {
    guild_id: server.id,
    members: ids.map((id) => memberPayload(parts.world, server, id)),
    chunk_index: 0,
    chunk_count: 1,
    not_found: asked?.filter((id) => !ids.includes(id)) ?? [],
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  };
  tellThis(session, "GUILD_MEMBERS_CHUNK", data);
}

function sessionOf(sessions: ReadonlyMap<string, Session>, socket: WebSocket): Session | null {
  return [...sessions.values()].find((session) => session.socket === socket) ?? null;
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

function send(socket: WebSocket, message: Payload): void {
  socket.send(JSON.stringify(message));
}
