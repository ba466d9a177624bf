import { refuse } from "./api-errors.ts";
import { type CommandBody, commandPayload, type Scope } from "./commands.ts";
import { type Answer, type Call, type HandlerParts, type Handlers, NOTHING, ok, part, serverFor } from "./handlers.ts";
import { applicationFlags } from "./intents.ts";
import type { Payload } from "./payload.ts";
import { botPayload, personPayload } from "./payloads.ts";

type Routes =
  | "get-gateway"
  | "get-application"
  | "get-own-application"
  | `${"list" | "replace"}-commands`
  | `${"list" | "replace"}-server-commands`
  | `${"create" | "get" | "edit" | "delete"}-command`
  | `${"create" | "get" | "edit" | "delete"}-server-command`;

/** The application itself, the way to the gateway, and the commands. */
export function applicationHandlers(parts: HandlerParts): Handlers<Routes> {
  const { gateway, gatewayParts, advisedShards, maxConcurrency } = parts;
  const application = (): Answer => ok(applicationPayload(parts));
  const everywhere = commandHandlers(parts, () => null);
  const inServer = commandHandlers(parts, (call) => serverFor(parts.world, call).id);
  const limit = { total: 1000, reset_after: 86_400_000, max_concurrency: maxConcurrency };

  return {
    "get-gateway": () => {
      const remaining = Math.max(0, limit.total - gateway.counts.identified);
      return ok({ url: gatewayParts.url(), shards: advisedShards, session_start_limit: { ...limit, remaining } });
    },
    "get-application": application,
    "get-own-application": application,
    "list-commands": everywhere.list,
    "create-command": everywhere.create,
    "replace-commands": everywhere.replace,
    "get-command": everywhere.get,
    "edit-command": everywhere.edit,
    "delete-command": everywhere.remove,
    "list-server-commands": inServer.list,
    "create-server-command": inServer.create,
    "replace-server-commands": inServer.replace,
    "get-server-command": inServer.get,
    "edit-server-command": inServer.edit,
    "delete-server-command": inServer.remove,
  };
}

type CommandHandlers = Readonly<
  Record<"list" | "create" | "replace" | "get" | "edit" | "remove", (call: Call) => Answer>
>;

function commandHandlers({ world, commands }: HandlerParts, scopeOf: (call: Call) => Scope): CommandHandlers {
  const scope = (call: Call): Scope =>
    part(call, "application") === world.applicationId ? scopeOf(call) : refuse(50001);
  const id = (call: Call): string => part(call, "command");
  return {
    list: (call) => ok(commands.list(scope(call)).map(commandPayload)),
    create: (call) => {
      const { command, isNew } = commands.create(scope(call), call.body as CommandBody);
      return { status: isNew ? 201 : 200, body: commandPayload(command) };
    },
    replace: (call) => ok(commands.replace(scope(call), call.body as readonly CommandBody[]).map(commandPayload)),
    get: (call) => ok(commandPayload(commands.get(scope(call), id(call)))),
    edit: (call) => ok(commandPayload(commands.edit(scope(call), id(call), call.body as Partial<CommandBody>))),
    remove: (call) => {
      commands.remove(scope(call), id(call));
      return NOTHING;
    },
  };
}

/** Several operators are a team; the first of them owns it. */
function applicationPayload({ world, gatewayParts }: HandlerParts): Payload {
  const operators = [...world.people.values()].filter(({ operator }) => operator).map(personPayload);
  const [owner = { id: "1", username: "nobody", discriminator: "0", global_name: null, avatar: null }] = operators;
  const members = operators.map((user) => ({
    user,
    team_id: "2",
    membership_state: 2,
    permissions: ["*"],
    role: "admin",
  }));
  return {
    id: world.applicationId,
    name: world.bot.name,
    icon: null,
    description: "",
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: "",
    flags: applicationFlags(gatewayParts.grantedIntents),
    approximate_guild_count: world.servers.size,
    bot: botPayload(world),
    owner,
    team: operators.length > 1 ? { id: "2", name: "The team", icon: null, owner_user_id: owner["id"], members } : null,
    integration_types_config: { "0": {} },
  };
}
