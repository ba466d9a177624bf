import { refuse, refuseBody } from "./api-errors.ts";
import { channelFor, type HandlerParts, type Handlers, NOTHING, ok, part, serverFor } from "./handlers.ts";
import { botPayload, channelPayload, memberPayload, personPayload, rolePayloads, serverPayload } from "./payloads.ts";
import { compareSnowflakes } from "./snowflakes.ts";

type Routes =
  | "get-bot"
  | "list-own-servers"
  | "leave-server"
  | "open-direct-chat"
  | "get-person"
  | "get-server"
  | "list-channels"
  | "list-roles"
  | "list-members"
  | "get-member"
  | "get-channel";

/** People, servers and channels. */
export function placeHandlers(parts: HandlerParts): Handlers<Routes> {
  const { world, counts } = parts;
  return {
    "get-bot": () => ok({ ...botPayload(world), verified: true, mfa_enabled: false, email: null, flags: 0 }),
    "list-own-servers": () => {
      const joined = [...world.servers.values()].filter(({ botIsIn }) => botIsIn);
      return ok(joined.map(({ id, name }) => ({ id, name, icon: null, owner: false, permissions: "0", features: [] })));
    },
    "leave-server": (call) => {
      parts.leave(serverFor(world, call));
      return NOTHING;
    },
    "open-direct-chat": (call) => {
      const { recipient_id: id } = call.body as { readonly recipient_id?: string };
      const person = world.people.get(id ?? "") ?? refuseBody("recipient_id", "Unknown user");
      if (person.isBot) {
        refuse(50007);
      }
      if (world.directChat(person.id) === null) {
        counts.openedDirectChats += 1;
      }
      return ok(channelPayload(world, world.openDirectChat(person.id)));
    },
    "get-person": (call) => {
      const id = part(call, "person");
      return ok(id === world.bot.id ? botPayload(world) : personPayload(world.people.get(id) ?? refuse(10013)));
    },
    "get-server": (call) => ok(serverPayload(world, serverFor(world, call))),
    "list-channels": (call) => ok(serverFor(world, call).channels.map((channel) => channelPayload(world, channel))),
    "list-roles": (call) => ok(rolePayloads(world, serverFor(world, call))),
    "list-members": (call) => {
      const server = serverFor(world, call);
      const limit = Number(call.query.get("limit") ?? 1);
      const after = call.query.get("after") ?? "0";
      const ids = [...server.members.keys(), world.bot.id].filter((id) => compareSnowflakes(id, after) > 0);
      return ok(
        ids
          .sort(compareSnowflakes)
          .slice(0, limit)
          .map((id) => memberPayload(world, server, id)),
      );
    },
    "get-member": (call) => {
      const server = serverFor(world, call);
      const id = part(call, "person");
      if (!server.members.has(id) && id !== world.bot.id) {
        refuse(world.people.has(id) ? 10007 : 10013);
      }
      return ok(memberPayload(world, server, id));
    },
    "get-channel": (call) => ok(channelPayload(world, channelFor(world, call))),
  };
}
