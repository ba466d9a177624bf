/** A source of chance. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
}

/** Chance that nobody can reproduce. Not for secrets. */
export const systemRandom: Random = { next: () => Math.random() };

/** A reproducible source: the same seed gives the same numbers. Method: mulberry32, by Tommy Ettinger (public domain). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    },
  };
}

/** A reproducible number in [0, 1) for a text. Used where the same person or job must always get the same choice. */
export function numberFor(text: string): number {
  let hash = 2_166_136_261; // FNV-1a, 32 bits
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  }
  return seededRandom(hash).next();
}

/** One element, each as likely as the others; `undefined` only for an empty list. */
export function pick<T>(items: readonly T[], random: Random): T | undefined {
  return items[Math.floor(random.next() * items.length)];
}
