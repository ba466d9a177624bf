import { type Clause, looksEnglish } from "../text/index.ts";
import { dangerFeaturesOf } from "./danger-features.ts";
import { type Danger, DANGERS, type PatternReading, readDangerByPatterns, readsAsSettled } from "./danger-patterns.ts";
import shipped from "./danger-weights.json" with { type: "json" };

export type { Danger };

/**
 * From this likelihood on, what a message sounds like counts by itself; where a pattern speaks for it, less is enough. Chosen by what is
 * missed and by how often everyday talk is taken for a sign: that costs its writer follow-ups and what was learned. README.md has
 * the figures, and which of them were looked at for it.
 */
const ALONE: Readonly<Record<Danger, number>> = { explicit: 0.2, veiled: 0.3, third_person: 0.3 };
const WITH_PATTERN = 0.1;
/** Fewer words than this do not hint by their sound alone: "me again", "i am tired". */
const LEAST_WORDS = 5;

/**
 * Whether a message shows that somebody harms themselves, wishes to die, or is in the power of somebody violent; `null` where it
 * does not. Plain words always count; beyond them a classifier decides, with patterns beside it. It misses hints, it is English but for a few
 * plain words of other languages, and it must not be the only protection that a person has. Figures and limits: README.md.
 */
export function readDanger(clauses: readonly Clause[]): Danger | null {
  const found = readDangerByPatterns(clauses);
  if (found?.plain === true) {
    return found.danger;
  }
  if (readsAsSettled(clauses)) {
    return null;
  }
  if (!looksEnglish(clauses)) {
    return found?.danger ?? null;
  }
  const danger = weigh(logOddsOf(clauses), found);
  const wordCount = clauses.reduce((count, { words }) => count + words.length, 0);
  return danger === "veiled" && found === null && wordCount < LEAST_WORDS ? null : danger;
}

/** What patterns and the sound of a message come to. */
export function weigh(logOdds: readonly number[], found: PatternReading | null): Danger | null {
  if (found?.plain === true) {
    return found.danger;
  }
  const { danger, likelihood } = judge(logOdds);
  return likelihood >= (found === null ? ALONE[danger] : WITH_PATTERN) ? (found?.danger ?? danger) : null;
}

/** The likeliest class, and the likelihood of any. */
function judge(logOdds: readonly number[]): { readonly danger: Danger; readonly likelihood: number } {
  let none = 1;
  let best = 0;
  for (const [column, odds] of logOdds.entries()) {
    none *= 1 - 1 / (1 + Math.exp(-odds));
    best = odds > (logOdds[best] ?? 0) ? column : best;
  }
  return { danger: DANGERS[best] ?? "veiled", likelihood: 1 - none };
}

function logOddsOf(clauses: readonly Clause[]): readonly number[] {
  const logOdds = shipped.biases.slice();
  const weights = shippedWeights();
  for (const [row, share] of dangerFeaturesOf(clauses)) {
    for (let column = 0; column < DANGERS.length; column += 1) {
      const weight = (weights[row * DANGERS.length + column] ?? 0) * (shipped.scales[column] ?? 0);
      logOdds[column] = (logOdds[column] ?? 0) + weight * share;
    }
  }
  return logOdds;
}

let decoded: Int8Array | null = null;

/** Decoded at the first message, not at start. */
function shippedWeights(): Int8Array {
  decoded ??= new Int8Array(Buffer.from(shipped.weights, "base64"));
  return decoded;
}
