import type { Clause, Word } from "../language/text/index.ts";
import {
  COPULAS,
  HYPOTHETICAL,
  LONG_AGO,
  MOOD_NOUNS,
  NOT_ATTRIBUTED,
  OTHERS,
  OWN_WHOEVER,
  PRAISE,
  SELF,
  STATES,
  STRONGER,
} from "./mood-words.ts";

/** A run of words of a clause that speaks for a mood. */
export interface MoodRun {
  readonly clause: Clause;
  readonly at: number;
  readonly length: number;
  /** Somebody in the message says I. */
  readonly mentionsSelf: boolean;
}

const ABOUT_OTHERS_FACTOR = 0.2;
// "The trip was amazing": rather theirs, but not surely.
const PAST_PRAISE_FACTOR = 0.7;
const REACH_OF_OWNER = 8;
const ARTICLES = new Set(["a", "an", "the"]);

/** How surely a mood is the writer's own, and present: 1, or less, or 0 where it is a thing's, somebody else's, or only imagined. */
export function ownershipOf(run: MoodRun): number {
  const { clause, at, length } = run;
  const { words, question } = clause;
  if (isImagined(words, at)) {
    return 0;
  }
  const keys = keysOf(words.slice(at, at + length));
  if (OWN_WHOEVER.has(keys.join(" ")) || keys.some((key) => SELF.has(key))) {
    return 1; // "they offered me the job"
  }
  const owner = ownerBefore(words, at);
  if (owner === "other" || (owner === null && question)) {
    return ABOUT_OTHERS_FACTOR;
  }
  return owner === "self" ? (isAttribute(words, at, length) ? 0 : 1) : ownershipOfNobodys(run);
}

// "if I were angry", "I used to be", "years ago"
function isImagined(words: readonly Word[], at: number): boolean {
  const keys = keysOf(words);
  return (
    keys.slice(0, at).some((key) => HYPOTHETICAL.has(key)) || keys.some((_, index) => hasRun(keys, index, LONG_AGO))
  );
}

function hasRun(keys: readonly string[], at: number, runs: ReadonlySet<string>): boolean {
  return runs.has(keys[at] ?? "") || runs.has(keys.slice(at, at + 2).join(" "));
}

// "she is so sad", "my sister is sad": the nearest person before the word owns the mood.
function ownerBefore(words: readonly Word[], at: number): "self" | "other" | null {
  const before = keysOf(words.slice(Math.max(0, at - REACH_OF_OWNER), at)).toReversed();
  for (const key of before) {
    if (SELF.has(key)) {
      return "self";
    }
    if (OTHERS.has(key)) {
      return "other";
    }
  }
  return null;
}

// Nobody is named: "so stressed" is theirs, "this song is so sad" is not.
function ownershipOfNobodys({ clause: { words }, at, length, mentionsSelf }: MoodRun): number {
  const keys = keysOf(words);
  const run = keys.slice(at, at + length).join(" ");
  const before = keys.slice(0, at);
  if (isAttribute(words, at, length)) {
    return 0;
  }
  if (PRAISE.has(run)) {
    const own = mentionsSelf || before.some((key) => key === "so" || key === "such");
    return own ? 1 : before.includes("was") ? PAST_PRAISE_FACTOR : 0;
  }
  if (MOOD_NOUNS.has(run)) {
    return before.some((key) => STRONGER.has(key)) ? 1 : 0;
  }
  return STATES.has(run) && before.some((key) => COPULAS.has(key)) ? ABOUT_OTHERS_FACTOR : 1;
}

// "a sad movie", "a word for sad": but "a sad day" is theirs.
function isAttribute(words: readonly Word[], at: number, length: number): boolean {
  const keys = keysOf(words);
  if (!STATES.has(keys.slice(at, at + length).join(" "))) {
    return false;
  }
  const next = keys[at + length];
  const [one = "", two = ""] = [keys[at - 1], keys[at - 2]];
  const hasArticle = ARTICLES.has(one) || (STRONGER.has(one) && ARTICLES.has(two));
  return one === "for" || (hasArticle && next !== undefined && !NOT_ATTRIBUTED.has(next));
}

function keysOf(words: readonly Word[]): readonly string[] {
  return words.map(({ key }) => key);
}
