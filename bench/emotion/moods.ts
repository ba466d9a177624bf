/** How often a mood that may be spoken of is right: on lines of our own, and on comments whose emotions are known. */
import type { LabelledText } from "../../scripts/emotion/goemotions.ts";
import { type Emotion, readMood, SPEAKABLE_MOOD_SCORE } from "../../src/conversation/emotion/index.ts";
import own from "../../src/conversation/emotion/mood-messages.json" with { type: "json" };
import { type Mood, MOODS } from "../../src/vocabulary/index.ts";

/** Of the texts of a set: how many were given a mood, how many of these rightly, and how many show one. */
export interface MoodFigures {
  readonly named: number;
  readonly right: number;
  /** `null` where the set does not say. */
  readonly shown: number | null;
}

// The emotions that a mood is not wrong beside.
const FITTING: Readonly<Record<Mood, readonly Emotion[]>> = {
  stressed: ["fear", "sadness"],
  sad: ["sadness"],
  angry: ["anger", "disgust"],
  happy: ["joy"],
  excited: ["joy", "surprise"],
  calm: ["joy", "neutral"],
};

function speakableMoodOf(text: string): Mood | null {
  const reading = readMood(text);
  return reading !== null && reading.score >= SPEAKABLE_MOOD_SCORE ? reading.mood : null;
}

/** Our own lines, by set. */
export function moodsOfOwnLines(): Readonly<Record<string, MoodFigures>> {
  const { messages, fresh } = own;
  return Object.fromEntries(
    Object.entries({ messages, fresh }).map(([set, lines]) => {
      const found = lines.map(({ text, mood }) => ({ read: speakableMoodOf(text), mood }));
      return [
        `own lines, ${set}`,
        {
          named: found.filter(({ read }) => read !== null).length,
          right: found.filter(({ read, mood }) => read !== null && mood.some((one) => one === read)).length,
          shown: lines.filter(({ mood }) => mood[0] !== null).length,
        },
      ];
    }),
  );
}

/** Labelled comments, by mood: right where a fitting emotion is among the labels. */
export function moodsOfComments(texts: readonly LabelledText[]): Readonly<Record<string, MoodFigures>> {
  const found = texts.flatMap(({ text, emotions }) => {
    const mood = speakableMoodOf(text);
    return mood === null ? [] : [{ mood, isRight: emotions.some((emotion) => FITTING[mood].includes(emotion)) }];
  });
  return Object.fromEntries(
    MOODS.map((mood) => {
      const named = found.filter((one) => one.mood === mood);
      return [
        `comments, ${mood}`,
        { named: named.length, right: named.filter(({ isRight }) => isRight).length, shown: null },
      ];
    }),
  );
}
