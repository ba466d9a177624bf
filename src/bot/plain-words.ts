import type { Mention } from "../delivery/index.ts";
import { cleanName } from "../follow-ups/index.ts";
import type { BotParts } from "./bot-parts.ts";

/** Words of somebody's own as code, so that they are neither markup nor a mention, and only a few of them. */
export function quoted(words: string): string {
  const plain = words
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}`]+/gu, " ")
    .trim()
    .slice(0, MAX_QUOTED)
    .toWellFormed();
  return `\`${plain === "" ? " " : plain}\``;
}

const MAX_QUOTED = 64;

/** How somebody is called in an answer about them. A name is data: one that could be read as anything else stands there as code. */
export function nameOf({ id, name }: Mention): string {
  if (name === mentionOf(id) || cleanName(name) === name) {
    return name;
  }
  return name.trim() === "" ? "this person" : quoted(name);
}

/** A moment to the minute, as the platform writes it. */
export function minuteOf({ inbox }: Pick<BotParts, "inbox">, moment: Date): string {
  return inbox.writeMoment(moment, "minute");
}

/** A day, as the platform writes it. */
export function dayOf({ inbox }: Pick<BotParts, "inbox">, moment: Date): string {
  return inbox.writeMoment(moment, "day");
}

/** Somebody by their id alone, as platforms write it in texts. */
export function mentionOf(id: string): string {
  return `<@${id}>`;
}
