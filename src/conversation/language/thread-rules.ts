import data from "./word-lists/thread-rules.json" with { type: "json" };
import type { Word } from "./text/index.ts";
import { isSaidOfSpeaker, parseRule, stepsEnd, type WordRule } from "./word-rules.ts";

/** How the words after a match become a phrase: the keys of the makers in `thread-phrases.ts`. */
export type Making =
  | "event"
  | "feltEvent"
  | "audition"
  | "application"
  | "answer"
  | "reply"
  | "request"
  | "sent"
  | "move"
  | "trip"
  | "new"
  | "job"
  | "getting"
  | "project"
  | "struggle"
  | "trial"
  | "plan"
  | "datedPlan"
  | "doing"
  | "saving";

/** A place where the words of a clause match a rule. */
export interface RuleMatch {
  readonly then: Making;
  readonly rank: number;
  /** Whether it counts only together with a sign that the matter is open. */
  readonly sign: boolean;
  /** Where the match begins, and the first word after it. */
  readonly from: number;
  readonly end: number;
}

interface Rule extends WordRule {
  readonly speaker: boolean;
  readonly then: Making;
  readonly rank: number;
  readonly sign: boolean;
}

const RULES: readonly Rule[] = data.rules.map((rule) => ({
  ...parseRule(rule.when),
  speaker: rule.speaker,
  then: rule.then as Making, // every name of the data file has a maker: a test reads each rule
  rank: rule.rank,
  sign: rule.sign === true,
}));

// Rules by each word that they can begin with, so that a word without rules costs one look-up.
const RULES_BY_WORD = new Map<string, Rule[]>();
for (const rule of RULES) {
  for (const word of rule.steps[0]?.words ?? []) {
    RULES_BY_WORD.set(word, [...(RULES_BY_WORD.get(word) ?? []), rule]);
  }
}

/** All rules that match somewhere in the words, in the order of the text. */
export function matchRules(words: readonly Word[]): readonly RuleMatch[] {
  const matches: RuleMatch[] = [];
  for (let from = 0; from < words.length; from += 1) {
    if (from === 0) {
      matches.push(...matchesAt(words, 0, "^"));
    }
    matches.push(...matchesAt(words, from, words[from]?.key ?? ""));
  }
  return matches;
}

function matchesAt(words: readonly Word[], from: number, first: string): readonly RuleMatch[] {
  const found: RuleMatch[] = [];
  for (const { steps, speaker, then, rank, sign } of RULES_BY_WORD.get(first) ?? []) {
    const end = stepsEnd(words, first === "^" ? from : from + 1, steps.slice(1));
    if (end !== null && (!speaker || isSaidOfSpeaker(words, from))) {
      found.push({ then, rank, sign, from, end });
    }
  }
  return found;
}
