import { type Emotion, EMOTIONS } from "../../src/conversation/emotion/emotions.ts";

/** How well predictions meet labels. Each emotion is a yes-or-no question about each text; macro-F1 is the mean of their F1. */
export interface F1 {
  readonly macro: number;
  readonly byEmotion: Readonly<Record<Emotion, number>>;
}

/** A text's labels, and what was predicted for it. */
export interface Judged {
  readonly labels: readonly Emotion[];
  readonly predicted: readonly Emotion[];
}

/** Macro-F1 over the seven classes, neutral among them. */
export function f1Of(judged: readonly Judged[]): F1 {
  const byEmotion = Object.fromEntries(
    EMOTIONS.map((emotion) => [emotion, f1OfOne(judged, emotion)]),
  ) as F1["byEmotion"];
  return { macro: Object.values(byEmotion).reduce((sum, f1) => sum + f1, 0) / EMOTIONS.length, byEmotion };
}

function f1OfOne(judged: readonly Judged[], emotion: Emotion): number {
  let right = 0;
  let named = 0;
  for (const { labels, predicted } of judged) {
    const isSo = labels.includes(emotion);
    const isSaid = predicted.includes(emotion);
    right += isSo && isSaid ? 1 : 0;
    named += (isSo ? 1 : 0) + (isSaid ? 1 : 0);
  }
  return named === 0 ? 0 : (2 * right) / named;
}
