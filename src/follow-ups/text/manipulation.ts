import { speaksOfItself } from "./own-words.ts";
import signs from "./manipulation-signs.json" with { type: "json" };

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
/** What was found wrong with the tone; `speaks_of_itself` where no known tactic was, but the text is about its sender. */
export type ManipulationTactic = (typeof MANIPULATION_TACTICS)[number] | "speaks_of_itself";

const PATTERNS = MANIPULATION_TACTICS.map((tactic) => ({
  tactic,
  pattern: new RegExp(signs[tactic].map((sign) => `(?:${sign})`).join("|")),
}));

/** The first manipulation tactic that a text uses; `null` for a text that uses none we know of. */
export function findManipulation(text: string): ManipulationTactic | null {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[*_~`|]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return (
    PATTERNS.find(({ pattern }) => pattern.test(plain))?.tactic ?? (speaksOfItself(plain) ? "speaks_of_itself" : null)
  );
}
