// Everything that is written as an escape here is invisible, or changes what stands around it: nobody could read it as itself.

/** Line and paragraph separators, and all that a carriage return stands in. */
const LINE_ENDS = /\r\n?|[\u2028\u2029]/g;
/** Control characters but for tab and line feed. */
const CONTROLS = /[^\P{Cc}\t\n]/gu;
/** Marks, embeddings and isolates that turn the direction of a text. */
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Characters of no width and no meaning: spaces, joiners of words, soft hyphens, fillers, variation selectors beyond those of emoji. */
const NO_WIDTH =
  /[\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\u{E0100}-\u{E01EF}]/gu;
/** A joiner that joins no two emoji. */
const LOOSE_JOINERS =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D|\u200D(?!\p{Extended_Pictographic})/gu;
/** A non-joiner that does not stand between two letters of a script that joins its letters. */
const LOOSE_NON_JOINERS = /(?<!\p{Script=Arabic})\u200C|\u200C(?!\p{Script=Arabic})/gu;
/** Tags spell the flags of a few countries behind a black flag; anywhere else they hide text. */
const HIDDEN_TAGS = /(?<![\u{1F3F4}\u{E0020}-\u{E007F}])[\u{E0000}-\u{E007F}]+/gu;
/** More marks on one letter than any language puts there. */
const MARK_TOWERS = /(\p{M}{4})\p{M}+/gu;

/**
 * The text without characters that nobody sees: no control, direction or zero-width characters (joiners inside emoji and inside
 * Persian words stay), no towers of marks, in Unicode's composed form. Line breaks stay.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFC")
    .replace(LINE_ENDS, "\n")
    .replace(CONTROLS, "")
    .replace(DIRECTIONS, "")
    .replace(NO_WIDTH, "")
    .replace(LOOSE_JOINERS, "")
    .replace(LOOSE_NON_JOINERS, "")
    .replace(HIDDEN_TAGS, "")
    .replace(MARK_TOWERS, "$1");
}

const LONGEST_NAME = 40;
/** What Discord would read as markup in the middle of a text. */
const MARKUP = /[*`~|\\<>[\]()]|_(?=_)|^[#\-\s_]+|@/gu;
const NAMELESS = "someone";

/** A name as it may stand inside a text: one line, clean, without markup; "someone" where nothing is left of it. */
export function cleanName(...candidates: readonly (string | null | undefined)[]): string {
  for (const candidate of candidates) {
    const name = cleanText(candidate ?? "")
      .replace(/\s+/gu, " ")
      .replace(MARKUP, "")
      .replace(/\s+/gu, " ")
      .trim();
    if (/[\p{L}\p{N}\p{S}\p{P}]/u.test(name)) {
      return Array.from(name).slice(0, LONGEST_NAME).join("").trim();
    }
  }
  return NAMELESS;
}
