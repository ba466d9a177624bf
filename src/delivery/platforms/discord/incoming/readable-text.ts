import { type PersonId, personId } from "../../../../vocabulary/index.ts";
import type { Mention } from "../../../inbox.ts";
import { cleanName, cleanText } from "../text/clean.ts";

/** A user that Discord names beside a text. */
export interface NamedUser {
  readonly id: string;
  readonly username: string;
  readonly global_name?: string | null | undefined;
  readonly bot?: boolean | undefined;
  readonly member?: { readonly nick?: string | null | undefined } | null | undefined;
}

/** The text as a person would read it, and the people named in it, in order. */
export interface ReadableText {
  readonly text: string;
  readonly mentions: readonly Mention[];
}

const MENTION = /<@!?(\d+)>/g;
const EMOJI = /<a?(:\w+:)\d+>/g;

/** The name that people see in that place. */
export function nameOf(user: NamedUser, nick: string | null | undefined = user.member?.nick): string {
  return cleanName(nick, user.global_name, user.username);
}

/** Takes the bot's own mention from the start of a text, and says the names of people and emoji in place of their codes. */
export function readableText(content: string, users: readonly NamedUser[], botId: string | null): ReadableText {
  const known = new Map(users.map((user) => [user.id, user]));
  const mentions = new Map<PersonId, Mention>();
  const text = withoutOwnMention(content, botId)
    .replace(MENTION, (code, id: string) => {
      const user = known.get(id);
      if (user === undefined) {
        return code;
      }
      if (user.bot !== true && id !== botId) {
        mentions.set(personId(id), { id: personId(id), name: nameOf(user) });
      }
      return `@${nameOf(user)}`;
    })
    .replace(EMOJI, "$1");
  return { text: cleanText(text).trim(), mentions: [...mentions.values()] };
}

function withoutOwnMention(content: string, botId: string | null): string {
  return botId === null ? content : content.replace(new RegExp(`^\\s*<@!?${botId}>[\\s,:]*`), "");
}
