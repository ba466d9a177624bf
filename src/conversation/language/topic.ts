import { readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, partsOf, phraseFor } from "./phrase.ts";
import type { Clause, Word } from "./text/index.ts";
import { isDenied } from "./thread-context.ts";
import { FILLERS, isNounOf, PLACES } from "./vocabulary.ts";

const FEELINGS = new Set(
  "proud happy excited stressed worried nervous anxious sad upset angry annoyed thrilled scared glad pleased frustrated hyped relieved delighted".split(
    " ",
  ),
);
const LINKS = new Set(["about", "of", "with", "at", "for", "over"]);
const OUTCOMES = new Set([
  "finished",
  "passed",
  "failed",
  "aced",
  "won",
  "lost",
  "finishing",
  "completed",
  "nailed",
  "smashed",
]);
const ABSTRACT = new Set(
  "life self world day days mind time way life-choices people person head face body brain thing things stuff choices future past fault".split(
    " ",
  ),
);

/** What a message is about, beside threads and interests: "so proud of my garden" → "your garden"; `null` where that is not plain. */
export function readTopic(clauses: readonly Clause[]): string | null {
  for (const clause of clauses) {
    const words = clause.words.filter(({ key }) => !FILLERS.has(key));
    const phrase = clause.question ? null : topicOf(words);
    if (phrase !== null) {
      return phrase;
    }
  }
  return null;
}

function topicOf(words: readonly Word[]): string | null {
  for (let at = 0; at < words.length; at += 1) {
    const key = words[at]?.key ?? "";
    const next = words[at + 1]?.key ?? "";
    const phrase =
      (FEELINGS.has(key) && LINKS.has(next) && (next !== "of" || key === "proud") ? nounAt(words, at + 2) : null) ??
      (OUTCOMES.has(key) ? nounAt(words, at + 1) : null) ??
      (key === "back" && next === "from" ? tripAt(words, at + 2) : null) ??
      (key === "the" && at === 0 ? eventAt(words) : null);
    if (phrase !== null && !isDenied(words, at) && !words.slice(0, at).some((word) => word.key === "you")) {
      return phrase;
    }
  }
  return null;
}

function nounAt(words: readonly Word[], at: number): string | null {
  const noun = readNounPhrase(words, at);
  const head = noun?.core.at(-1)?.key ?? "";
  const named = noun?.determiner === "my" || noun?.determiner === "our" || noun?.determiner === "the";
  return named && !ABSTRACT.has(head) ? phraseFor(noun, "kept") : null;
}

function tripAt(words: readonly Word[], at: number): string | null {
  const noun = readNounPhrase(words, at);
  return noun?.core.every(({ key }) => PLACES.has(key)) === true
    ? joinPhrase(["your", "trip", "to", ...partsOf({ ...noun, attachments: [] })])
    : null;
}

// "the exam went great"
function eventAt(words: readonly Word[]): string | null {
  const noun = readNounPhrase(words, 0);
  const head = noun?.core.at(-1)?.key ?? "";
  return noun !== null && isNounOf("event", head, noun.core.at(-2)?.key) ? phraseFor(noun, "owned") : null;
}
