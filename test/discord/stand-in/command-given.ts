import { type CommandValues, fillIn, resolve } from "./command-input.ts";
import type { CommandStore, RegisteredCommand } from "./commands.ts";
import { type Happening, INTERACTION } from "./interaction-records.ts";
import { misuse } from "./misuse.ts";
import { membershipPayload, personPayload } from "./payloads.ts";
import { PERMISSION, permissionsOf } from "./permissions.ts";
import type { ChannelRecord, World } from "./world.ts";

// A command with no permissions at all that suffice is for administrators, and for whom they let have it.
const ADMINISTRATORS_ONLY = 0n;

/** A command as a person gives it. */
export interface CommandInput {
  readonly personId: string;
  readonly channel: ChannelRecord;
  /** With subcommands: "followups pause". */
  readonly name: string;
  readonly values: CommandValues;
  /** The field that is to be completed. */
  readonly focused: string | null;
}

/** What comes of a command that a person gives, or begins to give. Throws where Discord would not take it from them. */
export function commandGiven(world: World, commands: CommandStore, input: CommandInput): Happening {
  const { personId, channel, values, focused } = input;
  const [name = "", ...path] = input.name.split(" ");
  const command = offered(world, commands, input, name);
  const options = fillIn({ command, path, values, focused });
  const resolved = resolve(options, {
    person: (id) => personPayload(world.person(id)),
    member: (id) => {
      const server = channel.serverId === null ? null : world.server(channel.serverId);
      return server?.members.has(id) === true ? membershipPayload(server, id) : null;
    },
  });
  return {
    type: focused === null ? INTERACTION.command : INTERACTION.completion,
    what: `/${input.name}`,
    personId,
    channel,
    source: null,
    data: {
      id: command.id,
      name: command.name,
      type: command.type,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      ...(options.length === 0 ? {} : { options }),
      ...(focused === null ? resolved : {}),
    },
  };
}

/** The command of that name, if Discord offers it to the person there: as a server's own one before one for everywhere. */
function offered(world: World, commands: CommandStore, input: CommandInput, name: string): RegisteredCommand {
  const { personId, channel } = input;
  const { serverId } = channel;
  const all = [...(serverId === null ? [] : commands.list(serverId)), ...commands.list(null)];
  const command = all.find((one) => one.name === name && one.type === 1) ?? misuse(`there is no command /${name}`);
  if (serverId !== null && !world.server(serverId).botIsIn) {
    misuse("the bot is not in that server");
  }
  const context = serverId === null ? 1 : 0;
  if (!(command.contexts ?? [0, 1, 2]).includes(context)) {
    misuse(`/${name} is not offered in this kind of place`);
  }
  const { default_member_permissions: needed } = command;
  if (serverId !== null && needed !== null) {
    const has = permissionsOf(world.server(serverId), personId);
    const bits = BigInt(needed);
    const isAdministrator = (has & PERMISSION.administrator) !== 0n;
    if (!isAdministrator && (bits === ADMINISTRATORS_ONLY || (has & bits) !== bits)) {
      misuse(`/${name} is not offered to ${world.person(personId).name}, who lacks the permissions for it`);
    }
  }
  return command;
}
