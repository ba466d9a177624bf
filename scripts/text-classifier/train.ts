import { readTextFeatures, shareOfTextFeature, TEXT_FEATURE_ROWS } from "../../src/kernel/index.ts";

/** How often each text is seen, and how strongly weights are pulled to zero: chosen by cross-validation on the training data. */
export interface Training {
  /** Of the weights. @defaultValue those of text features */
  readonly rows?: number;
  readonly columns: number;
  readonly epochs: number;
  readonly decay: number;
}

// Neighbouring values differ by less than half a percent point.
const RATE = 0.5;
const BIAS_RATE = 0.05;
const FIRST_SQUARES = 0.1;
const SEED = 1;
// A step this small moves nothing that outlives the rounding.
const LEAST_ERROR = 1e-4;

/** A text as the training sees it: rows of the weights with the share of each, and which columns are right. */
export interface Example {
  readonly rows: Uint32Array;
  readonly shares: Float32Array;
  readonly right: Uint8Array;
  /** How much it counts. @defaultValue 1 */
  readonly weight?: number;
}

/** One logistic regression per column, side by side: weights[row × columns + column]. */
export interface Regression {
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** Reads the features of a text, with what is right for it column by column: 0 or 1. */
export function exampleOf(text: string, right: readonly number[], marks: readonly string[] = []): Example {
  const features = readTextFeatures(text, marks);
  const share = new Map<number, number>();
  for (const kind of ["words", "pieces"] as const) {
    for (const row of features[kind]) {
      share.set(row, (share.get(row) ?? 0) + shareOfTextFeature(kind, features[kind].size));
    }
  }
  return {
    rows: Uint32Array.from(share.keys()),
    shares: Float32Array.from(share.values()),
    right: Uint8Array.from(right),
  };
}

/** Trains by AdaGrad with weight decay on the rows that an example touches. The same examples give the same weights. */
export function train(
  examples: readonly Example[],
  { rows = TEXT_FEATURE_ROWS, columns, epochs, decay }: Training,
): Regression {
  const weights = new Float32Array(rows * columns);
  const squares = new Float32Array(rows * columns).fill(FIRST_SQUARES);
  const biases = new Float32Array(columns);
  const biasSquares = new Float32Array(columns).fill(1);
  const chance = chanceFrom(SEED);
  const order = [...examples];
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, chance);
    const slowing = 1 - epoch / epochs;
    for (const example of order) {
      const scores = scoreExample({ weights, biases }, example);
      for (let column = 0; column < columns; column += 1) {
        const error = (1 / (1 + Math.exp(-at(scores, column))) - at(example.right, column)) * (example.weight ?? 1);
        biasSquares[column] = at(biasSquares, column) + error * error;
        biases[column] = at(biases, column) - (BIAS_RATE * slowing * error) / Math.sqrt(at(biasSquares, column));
        if (Math.abs(error) >= LEAST_ERROR) {
          step({ weights, squares, columns, decay, rate: RATE * slowing }, example, { column, error });
        }
      }
    }
  }
  return { weights, biases };
}

interface Stepping {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly columns: number;
  readonly decay: number;
  readonly rate: number;
}

function step(
  { weights, squares, columns, decay, rate }: Stepping,
  { rows, shares, weight = 1 }: Example,
  { column, error }: { column: number; error: number },
): void {
  for (let index = 0; index < rows.length; index += 1) {
    const cell = at(rows, index) * columns + column;
    const slope = error * at(shares, index) + decay * weight * at(weights, cell);
    const square = at(squares, cell) + slope * slope;
    squares[cell] = square;
    weights[cell] = at(weights, cell) - (rate * slope) / Math.sqrt(square);
  }
}

/** The log-odds of each column. */
export function scoreExample({ weights, biases }: Regression, { rows, shares }: Example): Float32Array {
  const scores = Float32Array.from(biases);
  const columns = biases.length;
  for (let index = 0; index < rows.length; index += 1) {
    const row = at(rows, index) * columns;
    const share = at(shares, index);
    for (let column = 0; column < columns; column += 1) {
      scores[column] = at(scores, column) + at(weights, row + column) * share;
    }
  }
  return scores;
}

/** A number of an array; 0 past its end. */
export function at(numbers: Float32Array | Uint32Array | Uint8Array, index: number): number {
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
