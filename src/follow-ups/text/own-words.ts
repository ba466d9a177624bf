import words from "./own-words.json" with { type: "json" };

const AFTER_I = new RegExp(`^(?:${words.afterI.join("|")})`);
const BEFORE_ME = new RegExp(words.beforeMe.join("|"));
const I = /\bi(?=['\s])/g;
const ME = /\b(?:me|us)\b/g;
const LONGEST_LOOK_BACK = 40;

/** What the classifier of tone is told of a text beside its words. The training script tells it the same. */
export function marksOf(text: string): readonly string[] {
  return speaksOfItself(plainWords(text)) ? ["speaks of itself"] : [];
}

/** A text in the form in which it is looked through for wordings: lower case, straight apostrophes, single spaces, no markdown. */
export function plainWords(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[*_~`|]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Whether a text says more of the bot than a follow-up needs: its state, its wants, what was done to it. What manipulates has
 * endless wordings, what a kind follow-up says of its sender has few; so this list names what is allowed.
 *
 * @param text - as {@link plainWords} gives it.
 */
export function speaksOfItself(text: string): boolean {
  for (const { index } of text.matchAll(I)) {
    if (!AFTER_I.test(text.slice(index + 1).trimStart())) {
      return true;
    }
  }
  for (const { index } of text.matchAll(ME)) {
    if (!BEFORE_ME.test(text.slice(Math.max(0, index - LONGEST_LOOK_BACK), index).trimEnd())) {
      return true;
    }
  }
  return false;
}
