import type { Mention } from "../delivery/index.ts";
import { cleanName } from "../follow-ups/index.ts";

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

/** How somebody is called in an answer. A name is data: one that could be read as anything else is left out. */
export function nameOf({ id, name }: Mention): string {
  return name === mentionOf(id) ? name : (cleanName(name) ?? "this person");
}

/** Somebody by their id alone, as platforms write it in texts. */
export function mentionOf(id: string): string {
  return `<@${id}>`;
}
