import type { Mood } from "../../vocabulary/index.ts";
import { MOODS } from "../../vocabulary/index.ts";
import { type Clause, cleanMessage, looksEnglish, splitIntoClauses, type Word } from "../language/text/index.ts";
import type { Emotion } from "./emotions.ts";
import {
  denied,
  MOOD_EMOJIS,
  MOOD_WORDS,
  NEGATIONS,
  NOT_MOODS,
  SELF,
  STRONGER,
  WEAKER,
  type Weighing,
} from "./mood-words.ts";
import { readEmotion } from "./read-emotion.ts";
import { ownershipOf, viewClause } from "./whose-mood.ts";

/** The mood of a message, and how plainly it speaks: 0 (not at all) to 1. */
export interface MoodReading {
  readonly mood: Mood;
  readonly score: number;
}

/**
 * The score from which a mood may be spoken of to the person. Chosen for precision: a mood that is missed costs a check-in in place of
 * a kind word, a mood that was never there tells a person something false about themselves. Figures: README.md.
 */
export const SPEAKABLE_MOOD_SCORE = 0.55;

const LONGEST_RUN = 3;
const REACH_OF_NEGATION = 3;
const STRONGER_FACTOR = 1.4;
const WEAKER_FACTOR = 0.6;
// What follows a "but" is what they want to say.
const BEFORE_BUT_FACTOR = 0.6;
const LEAST_WEIGHT = 0.45;
// The weight at which a mood counts as half certain.
const HALF_WEIGHT = 0.6;
// The words decide; what the whole sounds like to the classifier only raises or lowers the score. Guessed.
const EMOTION_SHARE = 0.15;
// "Great, just great": the words say one thing, and the whole plainly another.
const LEAST_OPPOSITE = 0.6;
const MOST_SUPPORT = 0.15;

const QUOTATION = /"[^"\n]{1,500}"/g;

const LOW: readonly Emotion[] = ["anger", "disgust", "fear", "sadness"];
const SUPPORT: Readonly<Record<Mood, readonly Emotion[]>> = {
  stressed: ["fear", "sadness", "anger"],
  sad: ["sadness", "fear"],
  angry: ["anger", "disgust"],
  happy: ["joy"],
  excited: ["joy", "surprise"],
  calm: ["joy", "neutral"],
};

/**
 * Reads the mood that a message shows of its writer; `null` where it shows none, and for texts that are not English. Word lists with
 * negation, intensity and whose mood it is find it; the classifier of {@link readEmotion} confirms it or speaks against it.
 */
export function readMood(text: string): MoodReading | null {
  const clean = cleanMessage(text);
  const clauses = splitIntoClauses(clean.text.replace(QUOTATION, "\n"));
  if (clauses.length > 0 && !looksEnglish(clauses) && !isAllMood(clauses)) {
    return null;
  }
  const byWords = strongest(weigh(clauses, clean.emojis));
  return byWords === null ? null : weighAgainstEmotion(byWords, text);
}

// "so excited", "furious": too short for the language to be told by everyday words.
function isAllMood(clauses: readonly Clause[]): boolean {
  const words = clauses.flatMap((clause) => clause.words);
  return words.every(({ key }) => MOOD_WORDS.has(plainKey(key)) || STRONGER.has(plainKey(key))) && words.length < 3;
}

function weighAgainstEmotion({ mood, score }: MoodReading, text: string): MoodReading | null {
  const { scores } = readEmotion(text);
  const highest = (emotions: readonly Emotion[]): number => Math.max(...emotions.map((emotion) => scores[emotion]));
  const support = highest(SUPPORT[mood]);
  const opposite = highest(mood === "happy" || mood === "excited" || mood === "calm" ? LOW : ["joy"]);
  if (opposite >= LEAST_OPPOSITE && support <= MOST_SUPPORT) {
    return null;
  }
  const weighed = score + EMOTION_SHARE * (support - opposite);
  return { mood, score: Math.round(Math.min(1, Math.max(0, weighed)) * 100) / 100 };
}

function weigh(clauses: readonly Clause[], emojis: readonly string[]): ReadonlyMap<Mood, number> {
  const totals = new Map<Mood, number>();
  const add = ({ mood, weight }: Weighing, factor: number): void => {
    totals.set(mood, (totals.get(mood) ?? 0) + weight * factor);
  };
  const mentionsSelf = clauses.some(({ words }) => words.some(({ key }) => SELF.has(key)));
  for (const [index, clause] of clauses.entries()) {
    const factor = beforeBut(clauses, index) ? BEFORE_BUT_FACTOR : 1;
    for (const weighing of weighClause(clause, mentionsSelf)) {
      add(weighing, factor);
    }
  }
  for (const emoji of new Set(emojis)) {
    const weighing = MOOD_EMOJIS.get(emoji);
    if (weighing !== undefined) {
      add(weighing, 1);
    }
  }
  return totals;
}

function weighClause(clause: Clause, mentionsSelf: boolean): readonly Weighing[] {
  const { words } = clause;
  const view = viewClause(clause);
  const found: Weighing[] = [];
  let at = 0;
  while (at < words.length) {
    const { length, weighing } = runAt(words, at);
    if (weighing !== null) {
      const factor = intensity(words, at) * ownershipOf({ view, at, length, mentionsSelf });
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
      best = { mood, score: weight / (weight + HALF_WEIGHT) };
    }
  }
  return best;
}
