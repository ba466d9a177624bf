import type { Clause } from "../language/text/index.ts";
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

/** What the ownership of every mood in a clause is read from. */
export interface ClauseView {
  readonly keys: readonly string[];
  readonly question: boolean;
  /** Where what is imagined begins: "if I were angry". Past the end where nothing is. */
  readonly imaginedFrom: number;
  /** "years ago" */
  readonly isOver: boolean;
}

/** A run of words of a clause that speaks for a mood. */
export interface MoodRun {
  readonly view: ClauseView;
  readonly at: number;
  readonly length: number;
  /** Somebody in the message says I. */
  readonly mentionsSelf: boolean;
}

const ABOUT_OTHERS_FACTOR = 0.2;
// "The trip was amazing": rather theirs, but not surely.
const PAST_PRAISE_FACTOR = 0.7;
// How many words before a mood are looked at for who has it. Bounds the time, too.
const REACH_OF_OWNER = 8;
const ARTICLES = new Set(["a", "an", "the"]);

/** Looks at a clause once, for all the moods in it. */
export function viewClause({ words, question }: Clause): ClauseView {
  const keys = words.map(({ key }) => key);
  const imagined = keys.findIndex((key) => HYPOTHETICAL.has(key));
  return {
    keys,
    question,
    imaginedFrom: imagined === -1 ? Infinity : imagined,
    isOver: keys.some((key, index) => LONG_AGO.has(key) || LONG_AGO.has(`${key} ${keys[index + 1] ?? ""}`)),
  };
}

/** How surely a mood is the writer's own, and present: 1, or less, or 0 where it is a thing's, somebody else's, or only imagined. */
export function ownershipOf(run: MoodRun): number {
  const { view, at, length } = run;
  if (view.isOver || view.imaginedFrom < at) {
    return 0;
  }
  const own = view.keys.slice(at, at + length);
  if (OWN_WHOEVER.has(own.join(" ")) || own.some((key) => SELF.has(key))) {
    return 1; // "they offered me the job"
  }
  const before = view.keys.slice(Math.max(0, at - REACH_OF_OWNER), at);
  // "she is so sad", "my sister is sad": the nearest person before the word owns the mood.
  const owner = before.findLast((key) => SELF.has(key) || OTHERS.has(key));
  if (owner === undefined ? view.question : OTHERS.has(owner)) {
    return ABOUT_OTHERS_FACTOR;
  }
  if (isAttribute(run)) {
    return 0;
  }
  return owner === undefined ? ownershipOfNobodys(run, before) : 1;
}

// Nobody is named: "so stressed" is theirs, "this song is so sad" is not.
function ownershipOfNobodys({ view, at, length, mentionsSelf }: MoodRun, before: readonly string[]): number {
  const run = view.keys.slice(at, at + length).join(" ");
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
function isAttribute({ view: { keys }, at, length }: MoodRun): boolean {
  if (!STATES.has(keys.slice(at, at + length).join(" "))) {
    return false;
  }
  const next = keys[at + length];
  const [one = "", two = ""] = [keys[at - 1], keys[at - 2]];
  const hasArticle = ARTICLES.has(one) || (STRONGER.has(one) && ARTICLES.has(two));
  return one === "for" || (hasArticle && next !== undefined && !NOT_ATTRIBUTED.has(next));
}
