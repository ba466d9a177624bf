import { EMOTIONS } from "../../src/conversation/emotion/emotions.ts";
import { at } from "../text-classifier/train.ts";

/** For each emotion the log-odds from which naming it gives the best F1. */
export function thresholdsOf(scored: readonly { scores: Float32Array; right: Uint8Array }[]): readonly number[] {
  return EMOTIONS.map((_, column) => {
    const sorted = scored
      .map(({ scores, right }) => ({ score: at(scores, column), right: at(right, column) }))
      .sort((one, other) => other.score - one.score);
    const total = sorted.reduce((sum, { right }) => sum + right, 0);
    let best = { f1: 0, threshold: 0 };
    let found = 0;
    for (const [index, { score, right }] of sorted.entries()) {
      found += right;
      const f1 = (2 * found) / (index + 1 + total);
      best = f1 > best.f1 ? { f1, threshold: score } : best;
    }
    return best.threshold;
  });
}
