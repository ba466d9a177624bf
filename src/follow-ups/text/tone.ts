import { createTextClassifier } from "../../kernel/index.ts";
import { marksOf } from "./own-words.ts";
import shipped from "./tone-weights.json" with { type: "json" };

/** From this score on a text is refused. Chosen by cross-validation when the weights were made. */
export const TONE_THRESHOLD = shipped.threshold;

const classify = createTextClassifier(shipped);

/** The log-odds that a follow-up manipulates; minus infinity for a text without words. README.md says what it learned from. */
export function toneScore(text: string): number {
  return classify(text.normalize("NFKC"), marksOf(text))?.[0] ?? -Infinity;
}
