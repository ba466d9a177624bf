import type { Mood } from "../../vocabulary/index.ts";
import { MOODS } from "../../vocabulary/index.ts";
import { type Clause, cleanMessage, splitIntoClauses, type Word } from "../language/text/index.ts";
import {
  denied,
  MOOD_EMOJIS,
  MOOD_WORDS,
  NEGATIONS,
  NOT_MOODS,
  STRONGER,
  WEAKER,
  type Weighing,
} from "./mood-words.ts";

/** The mood of a message, and how plainly it speaks: 0 (not at all) to 1. */
export interface MoodReading {
  readonly mood: Mood;
  readonly score: number;
}

const LONGEST_RUN = 3;
const REACH_OF_NEGATION = 3;
const STRONGER_FACTOR = 1.4;
const WEAKER_FACTOR = 0.6;
// What follows a "but" is what they want to say.
const BEFORE_BUT_FACTOR = 0.6;
const ABOUT_OTHERS_FACTOR = 0.2;
const LEAST_WEIGHT = 0.45;
// The weight at which a mood counts as half certain.
const HALF_WEIGHT = 0.6;
const OTHERS = new Set(["you", "he", "she", "they", "your", "his", "her", "their"]);
const SELF = new Set(["i", "we", "me", "my", "us", "our"]);

/** Reads the mood of a text; `null` where it shows none. English word lists with negation and intensity. */
export function readMood(text: string): MoodReading | null {
  const { text: clean, emojis } = cleanMessage(text);
  return moodOf(splitIntoClauses(clean), emojis);
}

/** As {@link readMood}, for a text that was already cut into clauses. */
export function moodOf(clauses: readonly Clause[], emojis: readonly string[]): MoodReading | null {
  const totals = new Map<Mood, number>();
  const add = ({ mood, weight }: Weighing, factor: number): void => {
    totals.set(mood, (totals.get(mood) ?? 0) + weight * factor);
  };
  for (const [index, clause] of clauses.entries()) {
    const factor = beforeBut(clauses, index) ? BEFORE_BUT_FACTOR : 1;
    for (const weighing of weighClause(clause)) {
      add(weighing, factor);
    }
  }
  for (const emoji of new Set(emojis)) {
    const weighing = MOOD_EMOJIS.get(emoji);
    if (weighing !== undefined) {
      add(weighing, 1);
    }
  }
  return strongest(totals);
}

function weighClause({ words, question }: Clause): readonly Weighing[] {
  const found: Weighing[] = [];
  let at = 0;
  while (at < words.length) {
    const { length, weighing } = runAt(words, at);
    if (weighing !== null) {
      const factor = intensity(words, at) * (isAboutOthers(words, { at, length, question }) ? ABOUT_OTHERS_FACTOR : 1);
      const meant = isNegated(words, at) ? denied(weighing) : weighing;
      found.push({ mood: meant.mood, weight: meant.weight * factor });
    }
    at += length;
  }
  return found;
}

// The longest known run of words at a place; a run that is no mood ("happy birthday") hides the words in it.
function runAt(words: readonly Word[], at: number): { length: number; weighing: Weighing | null } {
  for (let length = LONGEST_RUN; length >= 1; length -= 1) {
    const run = words
      .slice(at, at + length)
      .map(({ key }) => plainKey(key))
      .join(" ");
    const weighing = MOOD_WORDS.get(run) ?? null;
    if (weighing !== null || NOT_MOODS.has(run)) {
      return { length, weighing: NOT_MOODS.has(run) ? null : weighing };
    }
  }
  return { length: 1, weighing: null };
}

// "yaaay", "saaad": letters drawn out.
function plainKey(key: string): string {
  return /(.)\1\1/.test(key) ? key.replace(/(.)\1{2,}/g, "$1") : key;
}

function intensity(words: readonly Word[], at: number): number {
  const before = [words[at - 1]?.key, words[at - 2]?.key].map((key) => plainKey(key ?? ""));
  if (before.some((key) => WEAKER.has(key))) {
    return WEAKER_FACTOR;
  }
  return before.some((key) => STRONGER.has(key)) ? STRONGER_FACTOR : 1;
}

function isNegated(words: readonly Word[], at: number): boolean {
  return words.slice(Math.max(0, at - REACH_OF_NEGATION), at).some(({ key }) => NEGATIONS.has(key));
}

// "she is so sad", "are you happy?": the nearest person before the word owns the mood.
function isAboutOthers(
  words: readonly Word[],
  { at, length, question }: { at: number; length: number; question: boolean },
): boolean {
  if (words.slice(at, at + length).some(({ key }) => SELF.has(key))) {
    return false; // "they offered me the job"
  }
  for (let before = at - 1; before >= 0 && at - before <= 8; before -= 1) {
    const key = words[before]?.key ?? "";
    if (SELF.has(key)) {
      return false;
    }
    if (OTHERS.has(key)) {
      return true;
    }
  }
  return question;
}

function beforeBut(clauses: readonly Clause[], index: number): boolean {
  const clause = clauses[index];
  const next = clauses[index + 1];
  return next !== undefined && next.sentence === clause?.sentence && next.words[0]?.key === "but";
}

function strongest(totals: ReadonlyMap<Mood, number>): MoodReading | null {
  let best: MoodReading | null = null;
  let bestWeight = LEAST_WEIGHT;
  for (const mood of MOODS) {
    const weight = totals.get(mood) ?? 0;
    if (weight > bestWeight || (weight === bestWeight && best === null)) {
      bestWeight = weight;
      best = { mood, score: Math.round((weight / (weight + HALF_WEIGHT)) * 100) / 100 };
    }
  }
  return best;
}
