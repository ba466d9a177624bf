import type { CommandDefinition } from "../../../commands.ts";
import { DiscordOptionInvalidError } from "../refusals.ts";

/** How commands are registered, with the defaults filled in. */
export interface ResolvedCommandOptions {
  readonly off: readonly string[];
  readonly rename: Readonly<Record<string, string>>;
  readonly root: string | null;
}

/** A command, and the name that people see. */
export interface OfferedCommand {
  readonly offeredName: string;
  readonly definition: CommandDefinition;
}

const NAME = /^[a-z0-9_-]{1,32}$/;
const MOST_SUBCOMMANDS = 25;

/**
 * The commands that are offered, under the names that are wanted.
 *
 * @throws DiscordOptionInvalidError for a name that Discord does not take, that two commands would have, or that no command has.
 */
export function offeredCommands(
  definitions: readonly CommandDefinition[],
  { off, rename, root }: ResolvedCommandOptions,
): readonly OfferedCommand[] {
  const known = new Set(definitions.map(({ name }) => name));
  const stranger = [...off, ...Object.keys(rename)].find((name) => !known.has(name));
  if (stranger !== undefined) {
    throw new DiscordOptionInvalidError("commands", `names "${stranger}", which is no command of ours`);
  }
  const offered = definitions
    .filter(({ name }) => !off.includes(name))
    .map((definition) => ({ offeredName: rename[definition.name] ?? definition.name, definition }));
  const names = offered.map(({ offeredName }) => offeredName);
  const wrong = [...names, ...(root === null ? [] : [root])].find((name) => !NAME.test(name));
  if (wrong !== undefined) {
    throw new DiscordOptionInvalidError("commands", `has the name "${wrong}": use 1 to 32 of a-z, 0-9, - and _`);
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new DiscordOptionInvalidError("commands.rename", `gives two commands the name "${twice}"`);
  }
  if (root !== null && offered.length > MOST_SUBCOMMANDS) {
    throw new DiscordOptionInvalidError("commands.root", `cannot hold more than ${MOST_SUBCOMMANDS} commands`);
  }
  return offered;
}
