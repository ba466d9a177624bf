import { readTextFeatures, shareOfTextFeature, type TextFeatures } from "./text-features.ts";

/** Weights as they are shipped: a byte a weight in base64, row by row, and for each column what its bytes are multiplied with. */
export interface ShippedWeights {
  readonly scales: readonly number[];
  readonly biases: readonly number[];
  readonly weights: string;
}

/** Gives the log-odds of each column for a text; `null` for a text without words. */
export type TextClassifier = (text: string, marks?: readonly string[]) => readonly number[] | null;

/** A logistic regression for each column, side by side, on the features of a text. Weights are decoded at the first text, not at start. */
export function createTextClassifier({ scales, biases, weights }: ShippedWeights): TextClassifier {
  let decoded: Int8Array | null = null;

  const add = (logOdds: number[], kind: keyof TextFeatures, rows: ReadonlySet<number>): void => {
    decoded ??= new Int8Array(Buffer.from(weights, "base64"));
    const share = shareOfTextFeature(kind, rows.size);
    for (const row of rows) {
      for (let column = 0; column < biases.length; column += 1) {
        const weight = (decoded[row * biases.length + column] ?? 0) * (scales[column] ?? 0);
        logOdds[column] = (logOdds[column] ?? 0) + weight * share;
      }
    }
  };

  return (text, marks) => {
    const { words, pieces } = readTextFeatures(text, marks);
    if (words.size === 0) {
      return null;
    }
    const logOdds = [...biases];
    add(logOdds, "words", words);
    add(logOdds, "pieces", pieces);
    return logOdds;
  };
}
