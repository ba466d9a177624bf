import signs from "./manipulation-signs.json" with { type: "json" };
import { plainWords } from "./own-words.ts";

// The keys of the data file that are no comment.
const MANIPULATION_TACTICS = [
  "guilt",
  "neediness",
  "jealousy",
  "fear_of_missing_out",
  "holding_back",
  "days_away",
  "feelings_about_absence",
  "pressure",
  "pretends_human",
] as const;
/** A tactic that patterns know. */
export type KnownTactic = (typeof MANIPULATION_TACTICS)[number];

const PATTERNS = MANIPULATION_TACTICS.map((tactic) => ({
  tactic,
  pattern: new RegExp(signs[tactic].map((sign) => `(?:${sign})`).join("|")),
}));

/** The first manipulation tactic that a text uses in a wording that we know; `null` where there is none. */
export function findTactic(text: string): KnownTactic | null {
  const plain = plainWords(text);
  return PATTERNS.find(({ pattern }) => pattern.test(plain))?.tactic ?? null;
}
