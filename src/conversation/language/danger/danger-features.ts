import { hashedRow } from "../../../kernel/index.ts";
/**
 * What the classifier of danger sees of a message: its words and the words near each other, also with kinds of words in place of
 * words ("my KIN", "WHEN"), and pieces of words, each hashed to a row of the weights. The training script reads texts with this file
 * too: whoever changes anything here trains anew.
 */
import type { Clause } from "../text/index.ts";
import shapes from "./danger-shapes.json" with { type: "json" };
import kinds from "./word-kinds.json" with { type: "json" };

/** Rows of the weights. Features may share a row. */
export const DANGER_ROWS = 1 << 16;

const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
// Pieces of words repeat what the words say.
const PIECES_FACTOR = 0.4;
const SHAPES = shapes.shapes.map((shape) => new RegExp(shape));
const SHAPE_SHARE = 0.6;
const KINDS_FACTOR = 0.8;
const KINDS_OF = new Map<string, string[]>();
for (const [kind, words] of Object.entries(kinds)) {
  for (const word of words) {
    KINDS_OF.set(word, [...(KINDS_OF.get(word) ?? []), kind]);
  }
}

/** A row of the weights, and how much of it counts. */
export type DangerFeatures = ReadonlyMap<number, number>;

/** Reads the features of a message. Empty where it has no words. */
export function dangerFeaturesOf(clauses: readonly Clause[]): DangerFeatures {
  const words = new Set<number>();
  const pieces = new Set<number>();
  for (const keys of sentencesOf(clauses)) {
    addRuns(words, keys.map(plainKey), "w");
    addRuns(
      words,
      keys.map(plainKey).map((key) => KINDS_OF.get(key)?.[0] ?? key),
      "k",
    );
    for (const key of keys) {
      addPieces(pieces, plainKey(key));
    }
  }
  const near = new Set<number>();
  addPairs(near, clauses);
  const features = new Map<number, number>();
  addShares(features, words, 1);
  addShares(features, near, KINDS_FACTOR);
  addShares(features, pieces, PIECES_FACTOR);
  addShapes(features, clauses);
  return features;
}

// Hints are spread over clauses: "i have decided, and i feel calm".
function sentencesOf(clauses: readonly Clause[]): readonly (readonly string[])[] {
  const sentences = new Map<number, string[]>();
  for (const { sentence, words } of clauses) {
    const keys = sentences.get(sentence) ?? [];
    keys.push(...words.map(({ key }) => key));
    sentences.set(sentence, keys);
  }
  return [...sentences.values()];
}

function addRuns(rows: Set<number>, words: readonly string[], mark: string): void {
  for (let at = 0; at <= words.length; at += 1) {
    const [two, one, here] = [words[at - 2], words[at - 1] ?? "<s>", words[at] ?? "</s>"];
    rows.add(rowOf(`${mark}1 ${here}`)).add(rowOf(`${mark}2 ${one} ${here}`));
    if (two !== undefined) {
      rows.add(rowOf(`${mark}3 ${two} ${one} ${here}`)).add(rowOf(`${mark}s ${two} ${here}`));
    }
  }
}

/** Ways to put things that speak for danger or against it, whatever words stand in them. */
function addShapes(features: Map<number, number>, clauses: readonly Clause[]): void {
  const said = sentencesOf(clauses).map((keys) => keys.join(" "));
  for (const [index, shape] of SHAPES.entries()) {
    if (said.some((sentence) => shape.test(sentence))) {
      const row = rowOf(`shape ${index}`);
      features.set(row, (features.get(row) ?? 0) + SHAPE_SHARE);
    }
  }
}

/** Which kinds of words stand in the same message, two by two. */
function addPairs(rows: Set<number>, clauses: readonly Clause[]): void {
  const here = new Set<string>();
  for (const { words } of clauses) {
    for (const { key } of words) {
      for (const kind of KINDS_OF.get(plainKey(key)) ?? []) {
        here.add(kind);
      }
    }
  }
  const sorted = [...here].sort();
  for (const [index, one] of sorted.entries()) {
    rows.add(rowOf(`p ${one}`));
    for (const other of sorted.slice(index + 1)) {
      rows.add(rowOf(`p ${one} ${other}`));
    }
  }
}

function addPieces(rows: Set<number>, word: string): void {
  const marked = `_${word}_`;
  for (let length = SHORTEST_PIECE; length <= LONGEST_PIECE && length < marked.length; length += 1) {
    for (let at = 0; at + length <= marked.length; at += 1) {
      rows.add(rowOf(`c${marked.slice(at, at + length)}`));
    }
  }
}

/** Long messages do not shout down short ones. */
function addShares(features: Map<number, number>, rows: ReadonlySet<number>, factor: number): void {
  const share = factor / Math.sqrt(Math.max(1, rows.size));
  for (const row of rows) {
    features.set(row, (features.get(row) ?? 0) + share);
  }
}

// "soooo"
function plainKey(key: string): string {
  return /(.)\1\1/.test(key) ? key.replace(/(.)\1{2,}/g, "$1$1") : key;
}

function rowOf(feature: string): number {
  return hashedRow(feature, DANGER_ROWS);
}
