/**
 * What a classifier of texts sees of a text: its words, pairs of neighbouring words, pieces of words, and the way it is written,
 * each hashed to a row of the weights. The training scripts read texts with this file too: whoever changes anything here trains all
 * shipped weights anew.
 */

/** Rows of the weights. Features may share a row; with so many rows that costs less than half a percent point. */
export const TEXT_FEATURE_ROWS = 1 << 17;

/** Longer texts are read up to here. Bounds the time that any text can take. */
const MAX_READ_CHARACTERS = 2000;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
// Pieces of words repeat what the words say.
const PIECES_FACTOR = 0.5;

// Somebody else's words, and what is nobody's. Bounded quantifiers: no text takes more than linear time.
const NOT_WORDS = /```[^]*?(?:```|$)|`[^`\n]{0,500}`|^ {0,3}>.*$|\b[a-z][a-z0-9+.-]{1,15}:\/\/\S+/gim;
// Data for training has [NAME] where somebody was named; Discord has <@123>.
const MENTION = /<@[!&]?\d{1,20}>/g;
const CUSTOM_EMOJI = /<a?:(\w{2,32}):\d{1,20}>/g;
const DRAWN_OUT = /(.)\1{2,}/gu;
const TOKEN =
  /\[name\]|\[religion\]|[\p{L}\p{N}]+(?:'\p{L}+)*|\p{Extended_Pictographic}|[:;=]-?[()dpo/|]+|[!?]+|\.{2,}|\S/gu;
const WORD = /^[\p{L}\p{N}]/u;
const LONGEST_WORD_CHARACTERS = 30;

/** The features of a text, each once, as rows of the weights. Words and pieces are told apart because they are weighed apart. */
export interface TextFeatures {
  readonly words: ReadonlySet<number>;
  readonly pieces: ReadonlySet<number>;
}

/**
 * Reads the features of a text. Both sets are empty where it has none.
 *
 * @param marks - what the caller sees of the text besides: each is one more feature.
 */
export function readTextFeatures(text: string, marks: readonly string[] = []): TextFeatures {
  const plain = text
    .slice(0, MAX_READ_CHARACTERS)
    .replace(NOT_WORDS, " ")
    .replace(MENTION, "[NAME]")
    .replace(CUSTOM_EMOJI, ":$1:")
    .replace(/[’‘]/g, "'");
  const tokens = plain.toLowerCase().replace(DRAWN_OUT, "$1$1").match(TOKEN) ?? [];
  const features = { words: new Set<number>(), pieces: new Set<number>() };
  if (tokens.length === 0) {
    return features;
  }
  let previous = "<s>";
  for (const token of tokens) {
    features.words.add(rowOf(`w${token}`)).add(rowOf(`b${previous} ${token}`));
    if (WORD.test(token)) {
      addPieces(features.pieces, token.slice(0, LONGEST_WORD_CHARACTERS));
    }
    previous = token;
  }
  features.words.add(rowOf(`b${previous} </s>`));
  addManner(features.words, plain, tokens.length);
  for (const mark of marks) {
    features.words.add(rowOf(`mark ${mark}`));
  }
  return features;
}

function addPieces(pieces: Set<number>, word: string): void {
  const marked = `_${word}_`;
  for (let length = SHORTEST_PIECE; length <= LONGEST_PIECE && length < marked.length; length += 1) {
    for (let at = 0; at + length <= marked.length; at += 1) {
      pieces.add(rowOf(`c${marked.slice(at, at + length)}`));
    }
  }
}

/** Capitals, drawn-out letters, and how long it is. */
function addManner(words: Set<number>, plain: string, tokenCount: number): void {
  const own = plain.replace(/\[(?:NAME|RELIGION)\]/g, "");
  const letters = own.replace(/\P{L}/gu, "");
  if (letters.length > 3 && letters === letters.toUpperCase()) {
    words.add(rowOf("all capitals"));
  } else if (/\b[A-Z]{3,}\b/.test(own)) {
    words.add(rowOf("some capitals"));
  }
  if (/(.)\1{2}/.test(plain)) {
    words.add(rowOf("drawn out"));
  }
  words.add(rowOf(`length ${Math.min(6, Math.floor(Math.log2(tokenCount + 1)))}`));
}

function rowOf(feature: string): number {
  return hashedRow(feature, TEXT_FEATURE_ROWS);
}

/** In which of `rows` rows, a power of two, a feature counts: FNV-1a with a final stir, so that the low bits depend on all of the text. */
export function hashedRow(feature: string, rows: number): number {
  let hash = 2166136261;
  for (let at = 0; at < feature.length; at += 1) {
    hash = Math.imul(hash ^ feature.charCodeAt(at), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) & (rows - 1);
}

/** How much one of so many features of its kind counts: long texts do not shout down short ones. */
export function shareOfTextFeature(kind: keyof TextFeatures, count: number): number {
  return (kind === "words" ? 1 : PIECES_FACTOR) / Math.sqrt(Math.max(1, count));
}
