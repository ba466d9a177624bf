import crisisData from "./word-lists/crisis-signs.json" with { type: "json" };
import tenderData from "./word-lists/tender-signs.json" with { type: "json" };
import type { Clause } from "./text/index.ts";

const CRISIS_SIGNS = anyOf(crisisData.signs);
const CRISIS_FIGURES = anyOf(crisisData.figures);
const TENDER_SIGNS = anyOf(tenderData.signs);
const HARMLESS = anyOf(tenderData.harmless, "g");

// "kill" with a digit for a letter, "my self" in two words: what is written to slip past a filter is meant all the same.
const DISGUISES: readonly (readonly [RegExp, string])[] = [
  [/\bk[i1!]ll\b/g, "kill"],
  [/\bkil\b/g, "kill"],
  [/\bsu[i1]c[i1]de\b/g, "suicide"],
  [/\bsewer ?slide\b/g, "suicide"],
  [/\bmys3lf\b|\bmyslef\b|\bmeself\b/g, "myself"],
  [/\bd[i1]e\b/g, "die"],
];

/**
 * Whether a message shows, in plain words, that somebody harms themselves or wishes to die. Figures of speech do not count. A
 * first version made of patterns: it misses hints, and it must not be the only protection that a person has.
 */
export function readsAsCrisis(clauses: readonly Clause[]): boolean {
  return sentencesOf(clauses).some((sentence) => {
    const said = DISGUISES.reduce((text, [pattern, plain]) => text.replace(pattern, plain), sentence);
    return CRISIS_SIGNS.test(said.replace(CRISIS_FIGURES, ""));
  });
}

/**
 * Whether a message touches death, illness, separation, violence, loss of work, money trouble, faith or sexuality: what nobody
 * wants to be asked about by a machine. Looks wider than it should rather than narrower.
 */
export function readsAsTender(clauses: readonly Clause[]): boolean {
  return clauses.some(({ words }) => TENDER_SIGNS.test(keysOf(words).replace(HARMLESS, " ")));
}

// Patterns may reach over a comma but not over a full stop.
function sentencesOf(clauses: readonly Clause[]): readonly string[] {
  const sentences = new Map<number, string>();
  for (const { sentence, words } of clauses) {
    const before = sentences.get(sentence);
    sentences.set(sentence, before === undefined ? keysOf(words) : `${before} and ${keysOf(words)}`);
  }
  return [...sentences.values(), ...clauses.map(({ words }) => keysOf(words))];
}

function keysOf(words: Clause["words"]): string {
  return words.map(({ key }) => key).join(" ");
}

function anyOf(patterns: readonly string[], flags = ""): RegExp {
  return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join("|"), flags);
}
