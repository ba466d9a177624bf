import type { WebSocket } from "ws";

import { type Desk, sessionOf, tellThis } from "./gateway-sessions.ts";
import { memberPayload } from "./payloads.ts";

/** Which members of a server a bot wants to know: some by their ids, or all. */
export interface MembersRequest {
  readonly guild_id: string;
  readonly user_ids?: string | readonly string[];
  readonly query?: string;
  readonly nonce?: string;
}

export function tellMembers({ parts, sessions }: Desk, socket: WebSocket, request: MembersRequest): void {
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
