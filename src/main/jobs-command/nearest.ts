/** Two slips of a finger. */
const MOST_SLIPS = 2;

/** `: did you mean "…"?` with the known word that is nearest to what was typed; nothing where none is near. */
export function nearest(typed: string, known: readonly string[], prefix = ""): string {
  const [best] = known
    .map((word) => ({ word, slips: slipsBetween(typed, word) }))
    .filter(({ word, slips }) => slips <= MOST_SLIPS && slips < word.length)
    .toSorted((one, other) => one.slips - other.slips);
  return best === undefined ? "" : `: did you mean ${prefix}${best.word}?`;
}

/** How many letters have to be added, dropped or replaced to make one word of the other (Levenshtein). */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [rowIndex, letter] of Array.from(one).entries()) {
    const next = [rowIndex + 1];
    for (let index = 0; index < other.length; index += 1) {
      const replaced = (row[index] ?? 0) + (other[index] === letter ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
