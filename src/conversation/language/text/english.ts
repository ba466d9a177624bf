import everyday from "../word-lists/everyday-words.json" with { type: "json" };
import events from "../word-lists/event-nouns.json" with { type: "json" };
import foreign from "../word-lists/foreign-words.json" with { type: "json" };
import functionWords from "../word-lists/function-words.json" with { type: "json" };
import type { Clause } from "./clauses.ts";

const ENGLISH = new Set([...Object.values(functionWords).flat(), ...Object.values(events).flat(), ...everyday]);
const FOREIGN = new Set(foreign);
const LEAST_SHARE = 0.25;

/**
 * Whether a text reads as English: enough of its words are everyday English ones, and more of them than are everyday words of
 * other languages. Cheap, and right often enough to keep rules for English off texts in other languages.
 */
export function looksEnglish(clauses: readonly Clause[]): boolean {
  let total = 0;
  let english = 0;
  let other = 0;
  for (const { words } of clauses) {
    for (const { key } of words) {
      total += 1;
      english += ENGLISH.has(key) ? 1 : 0;
      other += FOREIGN.has(key) || !/^[\p{Script=Latin}\p{M}\p{N}'-]+$/u.test(key) ? 1 : 0;
    }
  }
  return total > 0 && english / total >= LEAST_SHARE && english > other;
}
