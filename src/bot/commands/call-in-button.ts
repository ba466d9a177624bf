import { BUTTON_IDS } from "../../vocabulary/index.ts";
import type { CommandEvent } from "../../delivery/index.ts";
import { mentionOf } from "../plain-words.ts";
import { MAX_BUTTON_ID } from "../private-words.ts";
import type { Command } from "./command-types.ts";

/**
 * The id of a button that gives this command; `null` where it does not fit. Somebody who is named in the first field goes in by
 * their id: names change, and are not known to whoever reads the button.
 */
export function packCall(
  { name, fields }: Pick<Command, "name" | "fields">,
  { words, mentions }: Pick<CommandEvent, "words" | "mentions">,
): string | null {
  const [person] = mentions;
  const named = fields[0]?.type === "person" && person !== undefined && words.length >= fields.length;
  const packed = named ? [mentionOf(person.id), ...words.slice(1 - fields.length)] : words;
  const id = [`${BUTTON_IDS.run}:${name}`, ...packed].join(" ");
  return id.length <= MAX_BUTTON_ID ? id : null;
}
