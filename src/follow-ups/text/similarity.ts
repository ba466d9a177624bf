/** From this share of common word pairs on, a text counts as a repeat of another. */
export const NEAR_REPEAT = 0.55;

/**
 * How alike two texts are: the Dice coefficient of their pairs of neighbouring words, 0 (nothing in common) to 1. Case,
 * punctuation and emoji do not count.
 */
export function similarity(one: string, other: string): number {
  const first = pairsOf(one);
  const second = pairsOf(other);
  const total = sum(first) + sum(second);
  let common = 0;
  for (const [pair, count] of first) {
    common += Math.min(count, second.get(pair) ?? 0);
  }
  return total === 0 ? 0 : (2 * common) / total;
}

/** Whether a text is nearly one of those before it. */
export function isNearRepeat(text: string, earlier: readonly string[]): boolean {
  return earlier.some((before) => before === text || similarity(text, before) >= NEAR_REPEAT);
}

// The edges count as words, so that a text of one word has pairs too.
function pairsOf(text: string): ReadonlyMap<string, number> {
  const words =
    text
      .toLowerCase()
      .replace(/[’]/g, "'")
      .match(/[\p{L}\p{N}']+/gu) ?? [];
  const pairs = new Map<string, number>();
  if (words.length > 0) {
    const edged = ["^", ...words, "$"];
    for (let at = 1; at < edged.length; at += 1) {
      const pair = `${edged[at - 1] ?? ""} ${edged[at] ?? ""}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  }
  return pairs;
}

function sum(pairs: ReadonlyMap<string, number>): number {
  return [...pairs.values()].reduce((total, count) => total + count, 0);
}
