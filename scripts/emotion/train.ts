import { FEATURE_ROWS, featuresOf, shareOf } from "../../src/conversation/emotion/emotion-features.ts";
import { EMOTIONS } from "../../src/conversation/emotion/emotions.ts";
import type { LabelledText } from "./goemotions.ts";

const COLUMNS = EMOTIONS.length;

// Chosen by five-fold cross-validation on the training data. Neighbouring values differ by less than half a percent point.
const EPOCHS = 6;
const RATE = 0.5;
const BIAS_RATE = 0.05;
const FIRST_SQUARES = 0.1;
const DECAY = 3e-3;
const SEED = 1;
// A step this small moves nothing that outlives the rounding.
const LEAST_ERROR = 1e-4;

/** A text as the training sees it: rows of the weights with the share of each, and which columns are right. */
export interface Example {
  readonly rows: Uint32Array;
  readonly shares: Float32Array;
  readonly right: Uint8Array;
}

/** One logistic regression per emotion, side by side: weights[row × columns + column]. */
export interface Regression {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Reads the features of a labelled text. */
export function exampleOf({ text, emotions }: LabelledText): Example {
  const features = featuresOf(text);
  const share = new Map<number, number>();
  for (const kind of ["words", "pieces"] as const) {
    for (const row of features[kind]) {
      share.set(row, (share.get(row) ?? 0) + shareOf(kind, features[kind].size));
    }
  }
  return {
    rows: Uint32Array.from(share.keys()),
    shares: Float32Array.from(share.values()),
    right: Uint8Array.from(EMOTIONS, (emotion) => (emotions.includes(emotion) ? 1 : 0)),
  };
}

/** Trains by AdaGrad with weight decay on the rows that an example touches. The same examples give the same weights. */
export function train(examples: readonly Example[]): Regression {
  const weights = new Float32Array(FEATURE_ROWS * COLUMNS);
  const squares = new Float32Array(FEATURE_ROWS * COLUMNS).fill(FIRST_SQUARES);
  const biases = new Float32Array(COLUMNS);
  const biasSquares = new Float32Array(COLUMNS).fill(1);
  const chance = chanceFrom(SEED);
  const order = [...examples];
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(order, chance);
    const slowing = 1 - epoch / EPOCHS;
    for (const example of order) {
      const scores = scoreExample({ weights, biases }, example);
      for (let column = 0; column < COLUMNS; column += 1) {
        const error = 1 / (1 + Math.exp(-at(scores, column))) - at(example.right, column);
        biasSquares[column] = at(biasSquares, column) + error * error;
        biases[column] = at(biases, column) - (BIAS_RATE * slowing * error) / Math.sqrt(at(biasSquares, column));
        if (Math.abs(error) >= LEAST_ERROR) {
          step({ weights, squares, rate: RATE * slowing }, example, { column, error });
        }
      }
    }
  }
  return { weights, biases };
}

function step(
  { weights, squares, rate }: { weights: Float32Array; squares: Float32Array; rate: number },
  { rows, shares }: Example,
  { column, error }: { column: number; error: number },
): void {
  for (let index = 0; index < rows.length; index += 1) {
    const cell = at(rows, index) * COLUMNS + column;
    const slope = error * at(shares, index) + DECAY * at(weights, cell);
    const square = at(squares, cell) + slope * slope;
    squares[cell] = square;
    weights[cell] = at(weights, cell) - (rate * slope) / Math.sqrt(square);
  }
}

/** The log-odds of each emotion. */
export function scoreExample({ weights, biases }: Regression, { rows, shares }: Example): Float32Array {
  const scores = Float32Array.from(biases);
  for (let index = 0; index < rows.length; index += 1) {
    const row = at(rows, index) * COLUMNS;
    const share = at(shares, index);
    for (let column = 0; column < COLUMNS; column += 1) {
      scores[column] = at(scores, column) + at(weights, row + column) * share;
    }
  }
  return scores;
}

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

function at(numbers: Float32Array | Uint32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}

function shuffle(items: Example[], chance: () => number): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(chance() * (last + 1));
    const [one, two] = [items[last], items[other]];
    if (one !== undefined && two !== undefined) {
      items[last] = two;
      items[other] = one;
    }
  }
}

/** Mulberry32: small, seeded, the same everywhere. */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
