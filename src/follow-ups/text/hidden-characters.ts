// Control, format (zero-width, bidirectional, tags), line and paragraph separators, and letters that show as nothing. A plain
// line break is none of them; a zero-width joiner is welcome between the parts of one emoji.
const HIDDEN = /[[\p{Cc}--[\n]]\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]/v;
const EMOJI_JOINER = /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gv;

/** Whether a text holds characters that nobody sees. */
export function hasHiddenCharacters(text: string): boolean {
  return HIDDEN.test(text.replace(EMOJI_JOINER, ""));
}

const EVERY_HIDDEN = new RegExp(HIDDEN.source, "gv");

/** The text without the characters that nobody sees. */
export function withoutHiddenCharacters(text: string): string {
  return text.replace(EVERY_HIDDEN, "");
}
