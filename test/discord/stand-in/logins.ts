import type { WebSocket } from "ws";

import { serverCreated } from "./events.ts";
import {
  type Desk,
  forgetUpTo,
  type GatewayParts,
  isOnShard,
  OP,
  send,
  type Session,
  tell,
  tellThis,
} from "./gateway-sessions.ts";
import { applicationFlags, asksTooMuch } from "./intents.ts";
import { botPayload } from "./payloads.ts";
import type { Payload } from "./world.ts";

// Discord forgets a session some minutes after its bot went away. Here, when that many others went away later.
const KEPT_SESSIONS = 10;

export interface Identification {
  readonly token: string;
  readonly intents: number;
  readonly shard?: readonly [number, number];
}

export function identify({ parts, sessions, counts }: Desk, socket: WebSocket, request: Identification): void {
  counts.identified += 1;
  if (!parts.isToken(request.token) || parts.refusal !== null) {
    socket.close(parts.refusal ?? 4004);
    return;
  }
  if (asksTooMuch(request.intents, parts.grantedIntents)) {
    socket.close(4014);
    return;
  }
  const [shard, shardCount] = request.shard ?? [0, 1];
  if (shard < 0 || shard >= shardCount) {
    socket.close(4010);
    return;
  }
  const { world } = parts;
  const id = `session-${world.nextId()}`;
  forgetTheOldest(sessions, shard);
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

export interface Resumption {
  readonly token: string;
  readonly session_id: string;
  readonly seq: number;
}

export function resume({ parts, sessions, counts }: Desk, socket: WebSocket, request: Resumption): void {
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

/** Bots that were killed never come back for what they were not told. */
function forgetTheOldest(sessions: Map<string, Session>, shard: number): void {
  const away = [...sessions.values()].filter((session) => session.socket === null && session.shard === shard);
  away.slice(0, -KEPT_SESSIONS).forEach(({ id }) => sessions.delete(id));
}
