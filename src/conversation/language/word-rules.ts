import functionWords from "./word-lists/function-words.json" with { type: "json" };
import type { Word } from "./text/index.ts";
import { isTime } from "./vocabulary.ts";

/** One place of a rule's word pattern: any of the words stands there. */
export interface Step {
  readonly words: ReadonlySet<string>;
  readonly optional: boolean;
}

/** A pattern over neighbouring words. */
export interface WordRule {
  readonly steps: readonly Step[];
}

/** Reads a pattern of the word lists: `have|had got?` is one of two words, then perhaps a third; `^` is where a clause begins. */
export function parseRule(pattern: string): WordRule {
  return { steps: pattern.split(" ").map(parseStep) };
}

function parseStep(text: string): Step {
  const optional = text.endsWith("?");
  return { optional, words: new Set((optional ? text.slice(0, -1) : text).split("|")) };
}

/** The first word after a match that begins at `from`; `null` where the pattern does not match there. */
export function stepsEnd(words: readonly Word[], from: number, steps: readonly Step[]): number | null {
  let at = from;
  for (const { words: wanted, optional } of steps) {
    if (wanted.has(words[at]?.key ?? "")) {
      at += 1;
    } else if (!optional) {
      return null;
    }
  }
  return at;
}

// May stand between the subject and the words that a rule looks for.
const BETWEEN = new Set(functionWords.betweenSubjectAndVerb);
const SPEAKERS = new Set(["i", "we"]);

/** Whether the speaker is the subject of the words at `from`: "I" or "we" stands before them, or nobody at all. */
export function isSaidOfSpeaker(words: readonly Word[], from: number): boolean {
  for (let at = from - 1; at >= 0; at -= 1) {
    const key = words[at]?.key ?? "";
    if (SPEAKERS.has(key)) {
      return true;
    }
    if (!BETWEEN.has(key) && !isTime(key)) {
      return false;
    }
  }
  return true;
}
