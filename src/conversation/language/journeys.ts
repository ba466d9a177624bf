import { headOf, type NounPhrase, readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, partsOf, wordsOf } from "./phrase.ts";
import type { Word } from "./text/index.ts";
import type { Draft } from "./thread-draft.ts";
import type { RuleMatch } from "./thread-rules.ts";
import { DULL_NOUNS } from "./undertakings.ts";
import { PLACES, SCENERY } from "./vocabulary.ts";

const HOMES = new Set(["house", "flat", "flats", "apartment", "apartments", "home"]);
const TRAVELS = /^(?:fly|flying|travel|travell?ing)$/;

/** "moving to a new flat" → "your move to a new flat". */
export function moveDraft(words: readonly Word[], match: RuleMatch): Draft | null {
  const next = words[match.end]?.key ?? "";
  if (next !== "to" && next !== "into") {
    return { phrase: "your move", from: match.from, needsSign: !HOMES.has(next) };
  }
  const noun = readNounPhrase(words, match.end + 1);
  if (noun === null || (noun.determiner === null && !isPlace(noun))) {
    return null;
  }
  const phrase = joinPhrase(["your", "move", next, ...partsOf(noun)]);
  return phrase === null ? null : { phrase, from: match.from, needsSign: false };
}

/** "flying to Lisbon on Thursday" → "your trip to Lisbon". Places that are no journey ("going to the gym") give nothing. */
export function tripDraft(words: readonly Word[], match: RuleMatch): Draft | null {
  const noun = readNounPhrase(words, match.end);
  if (noun === null) {
    return null;
  }
  const flies = TRAVELS.test(words[match.from]?.key ?? "") && /^\p{Lu}/u.test(noun.core[0]?.text ?? "");
  const away = words[match.from]?.key === "off" && !DULL_NOUNS.has(headOf(noun));
  const isJourney =
    noun.determiner === null ? isPlace(noun) || flies || away : noun.determiner === "the" && SCENERY.has(headOf(noun));
  const article = noun.determiner === null ? [] : ["the"];
  const phrase = joinPhrase(["your", "trip", "to", ...article, ...wordsOf({ ...noun, attachments: [] })]);
  return isJourney && phrase !== null ? { phrase, from: match.from, needsSign: true } : null;
}

function isPlace(noun: NounPhrase): boolean {
  const keys = noun.core.map(({ key }) => key);
  const isKnown = PLACES.has(keys.join(" ")) || PLACES.has(keys.at(-1) ?? "");
  return isKnown && keys.length <= 3 && !keys.some((key) => key.includes("'"));
}
