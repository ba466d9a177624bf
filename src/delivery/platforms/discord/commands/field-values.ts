import type { APIApplicationCommandInteractionDataBasicOption, APIInteractionDataResolved } from "discord.js";

import { personId } from "../../../../vocabulary/index.ts";
import type { CommandDefinition } from "../../../commands.ts";
import type { CommandEvent, Mention } from "../../../inbox.ts";
import { nameOf } from "../incoming/readable-text.ts";
import { cleanText } from "../text/clean.ts";

/** The values of a command's fields, in the order of its fields, as somebody would type them. */
export function fieldValues(
  definition: CommandDefinition,
  options: readonly APIApplicationCommandInteractionDataBasicOption[],
  resolved: Pick<APIInteractionDataResolved, "users" | "members"> = {},
): Pick<CommandEvent, "words" | "mentions"> {
  const words: string[] = [];
  const mentions: Mention[] = [];
  for (const field of definition.fields) {
    const option = options.find(({ name }) => name === field.name);
    if (option === undefined || !("value" in option)) {
      continue;
    }
    const value = cleanText(String(option.value));
    const user = field.type === "person" ? resolved.users?.[value] : undefined;
    if (user === undefined) {
      words.push(...value.split(/\s+/).filter((word) => word !== ""));
      continue;
    }
    const name = nameOf(user, resolved.members?.[user.id]?.nick);
    mentions.push({ id: personId(user.id), name });
    words.push(...`@${name}`.split(" "));
  }
  return { words, mentions };
}
