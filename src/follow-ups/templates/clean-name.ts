import { withoutHiddenCharacters } from "../text/index.ts";

/** Discord's own bound. */
export const MAX_NAME_CHARACTERS = 32;

// What is often written around a name and is not part of it: "(she/her)", "| Raid Leader", "~ busy".
const SURROUNDINGS = /[([|/\\•·~–—].*$/u;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\uFE0F\u20E3\u200D]/gv;
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}.]+$/gu;
const PLAIN_NAME =
  /^[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[ '.-]{1,2}[\p{L}\p{N}][\p{L}\p{M}\p{N}]*|_[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*\.?$/u;
// Marks heaped on letters until they cover the lines around them.
const HEAPED_MARKS = /\p{M}{3}/u;
const NO_NAMES = new Set([
  "everyone",
  "here",
  "someone",
  "null",
  "undefined",
  "unknown",
  "user",
  "deleted user",
  "admin",
  "bot",
  "name",
]);
const LOOKS_LIKE_LINK = /https?|www\.|discord\.gg|\.(?:com|net|org|gg|io|ru|xyz)\b/i;

/**
 * A name as it may stand in a text, or `null` where it had better be left out: a mention, a link, markdown, invisible
 * characters, or longer than {@link MAX_NAME_CHARACTERS}. Decoration around a plain name is taken off: "✨Nora✨ (she/her)" is
 * "Nora".
 */
export function cleanName(name: string): string | null {
  if (/[@<>#*`[\]{}]|:\/\//.test(name) || LOOKS_LIKE_LINK.test(name) || name.length > 4 * MAX_NAME_CHARACTERS) {
    return null;
  }
  const visible = withoutHiddenCharacters(name.toWellFormed().normalize("NFKC"));
  const plain = visible
    .replace(EMOJI, "")
    .replace(EDGES, "")
    .replace(SURROUNDINGS, "")
    .replace(EDGES, "")
    .replace(/\s+/g, " ")
    .trim();
  const underscores = plain.split("_").length - 1;
  const fits =
    plain.length > 0 &&
    plain.length <= MAX_NAME_CHARACTERS &&
    PLAIN_NAME.test(plain) &&
    !HEAPED_MARKS.test(plain) &&
    underscores <= 1;
  return fits && /\p{L}/u.test(plain) && !NO_NAMES.has(plain.toLowerCase()) ? plain : null;
}
