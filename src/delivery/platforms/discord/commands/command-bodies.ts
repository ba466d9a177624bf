import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord.js";

import type { CommandDefinition, CommandField } from "../../../commands.ts";
import type { OfferedCommand } from "./command-options.ts";

/** What Discord is told of one command. */
export type CommandBody = RESTPostAPIChatInputApplicationCommandsJSONBody;

const LONGEST_DESCRIPTION = 100;
const ROOT_DESCRIPTION = "Follow-ups: settings, and what administrators need";

/** The commands as Discord wants them: each for itself, or all under `root`. */
export function commandBodies(offered: readonly OfferedCommand[], root: string | null): readonly CommandBody[] {
  if (root === null) {
    return offered.map(({ offeredName, definition }) => ({
      ...common(offeredName, definition.description),
      default_member_permissions: memberPermissions(definition.rank),
      options: definition.fields.map(fieldOption),
    }));
  }
  if (offered.length === 0) {
    return [];
  }
  // Discord knows no permissions for a single subcommand.
  return [
    { ...common(root, ROOT_DESCRIPTION), default_member_permissions: null, options: offered.map(subcommandOption) },
  ];
}

function common(name: string, description: string): CommandBody {
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description: description.slice(0, LONGEST_DESCRIPTION),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

/** Who is offered a command in a server, until its administrators say otherwise. */
function memberPermissions(rank: CommandDefinition["rank"]): string | null {
  switch (rank) {
    case "anyone":
      return null;
    case "administrator":
      return PermissionFlagsBits.ManageGuild.toString();
    case "operator":
      return "0";
  }
}

function subcommandOption({ offeredName, definition }: OfferedCommand): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name: offeredName,
    description: definition.description.slice(0, LONGEST_DESCRIPTION),
    options: definition.fields.map(fieldOption),
  };
}

function fieldOption(field: CommandField): APIApplicationCommandBasicOption {
  const base = {
    name: field.name,
    description: field.description.slice(0, LONGEST_DESCRIPTION),
    required: field.required,
  };
  switch (field.type) {
    case "person":
      return { ...base, type: ApplicationCommandOptionType.User };
    case "number":
      return { ...base, type: ApplicationCommandOptionType.Number, min_value: 0, max_value: field.max };
    case "choice":
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        choices: field.choices.map((choice) => ({ name: choice, value: choice })),
      };
    case "text":
      return {
        ...base,
        type: ApplicationCommandOptionType.String,
        max_length: field.maxLength,
        ...(field.completes ? { autocomplete: true } : {}),
      };
  }
}
