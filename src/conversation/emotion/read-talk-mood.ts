import { type Mood, MOODS } from "../../vocabulary/index.ts";
import { type MoodReading, readMood, SPEAKABLE_MOOD_SCORE } from "./read-mood.ts";

/** One message of the person's own in a talk. */
export interface TalkMessage {
  readonly text: string;
  /** What it is about, as it reads in a sentence ("your biology exam"); `null` where that is not known. */
  readonly subject: string | null;
}

/** The mood of a talk. */
export interface TalkMood {
  readonly mood: Mood;
  /** As of {@link MoodReading}: at least {@link SPEAKABLE_MOOD_SCORE}. */
  readonly score: number;
  /** What the mood is about: the subject of the message that shows it, or the last one named before it. */
  readonly cause: string | null;
  /** The message that shows it most plainly, counted from 0. */
  readonly messageIndex: number;
}

// What was said last weighs most: of each message on the way back, so much remains. Guessed.
const REMAINS = 0.8;
// A mood that another one nearly reaches is no clear mood. Guessed.
const CLEAR_FACTOR = 1.35;

/**
 * The mood of a talk, from the messages of one person, oldest first; `null` where none of them shows one plainly enough to be spoken
 * of, or where two moods are as strong. Who was nervous and ends relieved is calm.
 */
export function readTalkMood(messages: readonly TalkMessage[]): TalkMood | null {
  const readings = messages.map(({ text }) => readMood(text));
  const totals = totalsOf(readings);
  const [first, second] = MOODS.toSorted((one, other) => (totals.get(other) ?? 0) - (totals.get(one) ?? 0));
  const mood = first ?? "calm";
  const total = totals.get(mood) ?? 0;
  if (second !== undefined && total < (totals.get(second) ?? 0) * CLEAR_FACTOR) {
    return null;
  }
  const messageIndex = plainest(readings, mood);
  const score = readings[messageIndex]?.score ?? 0;
  return score < SPEAKABLE_MOOD_SCORE
    ? null
    : { mood, score, messageIndex, cause: causeOf(messages.slice(0, messageIndex + 1)) };
}

function totalsOf(readings: readonly (MoodReading | null)[]): ReadonlyMap<Mood, number> {
  const totals = new Map<Mood, number>();
  let remains = 1;
  for (const reading of readings.toReversed()) {
    if (reading !== null) {
      totals.set(reading.mood, (totals.get(reading.mood) ?? 0) + reading.score * remains);
      remains *= REMAINS;
    }
  }
  return totals;
}

function plainest(readings: readonly (MoodReading | null)[], mood: Mood): number {
  const scores = readings.map((reading) => (reading?.mood === mood ? reading.score : 0));
  return scores.lastIndexOf(Math.max(...scores));
}

function causeOf(messages: readonly TalkMessage[]): string | null {
  return messages.findLast(({ subject }) => subject !== null)?.subject ?? null;
}
