import type { APIApplicationCommandInteractionDataBasicOption, ApplicationCommandOptionType } from "discord.js";

import type { CommandDefinition } from "../../../commands.ts";
import type { OfferedCommand } from "./command-options.ts";

/** A command of ours that was called, and the values of its fields. */
export interface FoundCommand {
  readonly definition: CommandDefinition;
  readonly options: readonly APIApplicationCommandInteractionDataBasicOption[];
}

/** What Discord says of a call. */
export interface CommandCallData {
  readonly id: string;
  readonly name: string;
  readonly options?:
    readonly ({ readonly type: ApplicationCommandOptionType; readonly name: string } & object)[] | undefined;
}

/** Which calls are of commands of ours. */
export interface CommandDirectory {
  /** `null`: it is another's command, be it of the same name. */
  find(call: CommandCallData): Promise<FoundCommand | null>;
}

/**
 * The directory of what is offered. `ourIds` says Discord's ids of our commands as soon as they are known; `null`: every command of the
 * application is ours, and nobody has to wait for it.
 */
export function commandDirectory(
  offered: readonly OfferedCommand[],
  { root, ourIds }: { readonly root: string | null; readonly ourIds: (() => Promise<ReadonlySet<string>>) | null },
): CommandDirectory {
  const names = new Map(offered.map(({ offeredName, definition }) => [offeredName, definition]));
  return {
    find: async (call) => {
      const found = root === null ? lookUp(names, call) : call.name === root ? lookUp(names, call.options?.[0]) : null;
      if (found === null || (ourIds !== null && !(await ourIds()).has(call.id))) {
        return null;
      }
      return found;
    },
  };
}

function lookUp(
  names: ReadonlyMap<string, CommandDefinition>,
  called: { readonly name: string; readonly options?: unknown } | undefined,
): FoundCommand | null {
  const definition = called === undefined ? undefined : names.get(called.name);
  if (called === undefined || definition === undefined) {
    return null;
  }
  const options = Array.isArray(called.options) ? (called.options as readonly unknown[]).filter(isValue) : [];
  return { definition, options };
}

function isValue(option: unknown): option is APIApplicationCommandInteractionDataBasicOption {
  return typeof option === "object" && option !== null && "name" in option && "value" in option;
}
