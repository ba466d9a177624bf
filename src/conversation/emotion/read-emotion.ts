import { createTextClassifier } from "../../kernel/index.ts";
import { cleanMessage, looksEnglish, splitIntoClauses } from "../language/text/index.ts";
import { type Emotion, type EmotionReading, EMOTIONS } from "./emotions.ts";
import shipped from "./emotion-weights.json" with { type: "json" };

const classify = createTextClassifier(shipped);

const NOTHING: EmotionReading = {
  emotion: "neutral",
  score: 0,
  emotions: ["neutral"],
  scores: { anger: 0, disgust: 0, fear: 0, joy: 0, neutral: 0, sadness: 0, surprise: 0 },
};

/**
 * Reads the emotion of one message: what its words sound like to readers of English. Never throws; the time is bounded, since only the
 * first 2,000 characters are read. A text that is not English, or has no words, gives neutral with score 0.
 */
export function readEmotion(text: string): EmotionReading {
  const logOdds = classify(text);
  return logOdds === null || !looksEnglish(splitIntoClauses(cleanMessage(text).text)) ? NOTHING : readingOf(logOdds);
}

function readingOf(logOdds: readonly number[]): EmotionReading {
  const byMargin = EMOTIONS.map((emotion, column) => ({
    emotion,
    margin: (logOdds[column] ?? 0) - (shipped.thresholds[column] ?? 0),
  })).sort((one, other) => other.margin - one.margin);
  const emotion = byMargin[0]?.emotion ?? "neutral";
  const others = byMargin.slice(1).filter(({ margin }) => margin >= 0);
  const scores = Object.fromEntries(
    EMOTIONS.map((name, column) => [name, 1 / (1 + Math.exp(-(logOdds[column] ?? 0)))]),
  ) as Record<Emotion, number>;
  return { emotion, score: scores[emotion], emotions: [emotion, ...others.map((other) => other.emotion)], scores };
}
