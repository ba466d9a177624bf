import { plainWords, speaksOfItself } from "./own-words.ts";
import { findTactic, type KnownTactic } from "./tactics.ts";
import { TONE_THRESHOLD, toneScore } from "./tone.ts";

/**
 * What was found wrong with the tone. The last two are for what no pattern knows and the classifier refuses: `speaks_of_itself` where
 * the text is about its sender, else `sounds_manipulative`.
 */
export type ManipulationTactic = KnownTactic | "speaks_of_itself" | "sounds_manipulative";

const A_TOPIC = "your plans";

/**
 * The first manipulation tactic that a text uses; `null` for a text that uses none we know of. A pattern always counts.
 *
 * @param topic - the person's own words in a wording of ours: the classifier reads the wording without them.
 */
export function findManipulation(text: string, topic: string | null): ManipulationTactic | null {
  const known = findTactic(text);
  const wording = topic === null || topic === "" ? text : text.replaceAll(topic, A_TOPIC);
  if (known !== null || toneScore(wording) < TONE_THRESHOLD) {
    return known;
  }
  return speaksOfItself(plainWords(text)) ? "speaks_of_itself" : "sounds_manipulative";
}
