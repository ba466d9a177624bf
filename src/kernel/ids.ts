import type { Clock } from "./clock.ts";
import type { Random } from "./random.ts";

/** A source of ids that nobody else makes. */
export interface IdSource {
  next(): string;
}

// Crockford's base 32 in lower case: no letters that are mistaken for digits, and it sorts by value.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 12;

/**
 * Ids of 22 characters, `[0-9a-z]`: 50 bits of milliseconds, then 60 bits of chance. Later ids sort after earlier ones (by the
 * host's clock; within a millisecond in any order), which keeps database indexes dense. 22 characters is what fits into a
 * Discord nonce with room to spare.
 */
export function timeOrderedIds(clock: Clock, random: Random): IdSource {
  return {
    next: () => {
      let rest = clock.now().getTime();
      let time = "";
      for (let index = 0; index < TIME_LENGTH; index += 1) {
        time = ALPHABET.charAt(rest % 32) + time;
        rest = Math.floor(rest / 32);
      }
      let chance = "";
      for (let index = 0; index < RANDOM_LENGTH; index += 1) {
        chance += ALPHABET.charAt(Math.floor(random.next() * 32));
      }
      return time + chance;
    },
  };
}
