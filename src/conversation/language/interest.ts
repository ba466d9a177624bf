import hobbies from "./word-lists/hobbies.json" with { type: "json" };
import data from "./word-lists/interest-rules.json" with { type: "json" };
import { headOf, readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, partsOf, phraseFor, spoken } from "./phrase.ts";
import type { Clause, Word } from "./text/index.ts";
import { isDenied } from "./thread-context.ts";
import { FILLERS, LANGUAGES } from "./vocabulary.ts";
import { isSaidOfSpeaker, parseRule, stepsEnd } from "./word-rules.ts";

const HOBBIES = new Set(hobbies.hobbies);
const INSTRUMENTS = new Set(hobbies.instruments);
const NO_ACTIVITY = new Set(hobbies.notActivities);
const GERUNDS = new Map(Object.entries(hobbies.gerunds));
const KNOWN_GERUNDS = new Set(GERUNDS.values());
const RULES = data.rules.map((rule) => ({ ...parseRule(rule.when), then: rule.then }));
const HABITS = new Set(["every", "often", "usually", "always", "weekly", "each"]);
const MAX_OBJECT_WORDS = 5;

/** Something that the person likes to spend time on, as it reads in "Have you had time for … lately?"; `null` if they name none. */
export function readInterest(clauses: readonly Clause[]): string | null {
  for (const clause of clauses) {
    const words = clause.words.filter(({ key }) => !FILLERS.has(key));
    const phrase = favouriteIn(words) ?? ruledIn(words);
    if (phrase !== null && !words.some(({ key }) => key === "you")) {
      return phrase;
    }
  }
  return null;
}

function ruledIn(words: readonly Word[]): string | null {
  for (let from = 0; from < words.length; from += 1) {
    for (const rule of RULES) {
      const end = stepsEnd(words, from, rule.steps);
      const phrase = end === null ? null : phraseAfter(words, end, rule.then);
      if (phrase !== null && isSaidOfSpeaker(words, from) && !isDenied(words, from)) {
        return phrase;
      }
    }
  }
  return null;
}

// "gardening is my favourite way to unwind"
function favouriteIn(words: readonly Word[]): string | null {
  const at = words.findIndex(({ key }, index) => key === "is" && words[index + 1]?.key === "my");
  const isFavourite = /^(?:favou?rite|hobby|passion|therapy|happy)$/.test(words[at + 2]?.key ?? "");
  return at > 0 && isFavourite ? (activityAt(words.slice(0, at), 0) ?? hobbyAt(words.slice(0, at), 0)) : null;
}

function phraseAfter(words: readonly Word[], at: number, then: string): string | null {
  switch (then) {
    case "hobby":
      return activityAt(words, at) ?? hobbyAt(words, at);
    case "activity":
      return isKnownActivity(words[at]) ? activityAt(words, at) : null;
    case "habit":
      return words.some(({ key }) => HABITS.has(key)) ? activityAt(words, at) : null;
    case "verb":
      return verbAt(words, at);
    case "skill":
      return hobbyAt(words, at) ?? activityAt(words, at);
    case "pursuit":
      return activityAt(words, at) ?? hobbyAt(words, at) ?? pluralAt(words, at);
    case "playing":
      return playingAt(words, at);
    default:
      return null;
  }
}

function isKnownActivity(word: Word | undefined): boolean {
  return word !== undefined && (HOBBIES.has(word.key) || KNOWN_GERUNDS.has(word.key));
}

function activityAt(words: readonly Word[], at: number): string | null {
  const verb = words[at];
  if (verb === undefined || !/^[a-z]{2,}ing$/.test(verb.key) || NO_ACTIVITY.has(verb.key)) {
    return null;
  }
  const object = objectAt(words, at + 1);
  return object === null ? null : joinPhrase([verb.key, ...object]);
}

function verbAt(words: readonly Word[], at: number): string | null {
  const gerund = GERUNDS.get(words[at]?.key ?? "");
  const object = gerund === undefined ? null : objectAt(words, at + 1);
  return gerund === undefined || object === null ? null : joinPhrase([gerund, ...object]);
}

// What follows an -ing form: its object, or "in the mountains"; [] where nothing follows; null where it would not read well.
function objectAt(words: readonly Word[], at: number): readonly string[] | null {
  const noun = readNounPhrase(words, at);
  if (noun !== null) {
    const phrase = noun.determiner === "that" || noun.determiner === "this" ? null : phraseFor(noun, "kept");
    const parts = phrase?.split(" ") ?? null;
    return parts !== null && parts.length > MAX_OBJECT_WORDS + 2 ? null : parts;
  }
  const preposition = words[at]?.key ?? "";
  if (["in", "on", "with", "at", "to", "through"].includes(preposition)) {
    const place = readNounPhrase(words, at + 1);
    return place === null ? [] : [preposition, ...partsOf({ ...place, attachments: [] })];
  }
  return ["me", "you", "him", "her", "it", "them", "that", "this", "his", "their", "your"].includes(preposition)
    ? null
    : [];
}

function hobbyAt(words: readonly Word[], at: number): string | null {
  const noun = readNounPhrase(words, at);
  if (noun === null || !(noun.determiner === null || noun.determiner === "the" || noun.determiner === "some")) {
    return null;
  }
  const head = headOf(noun);
  if (LANGUAGES.has(head) && noun.core.length === 1) {
    return joinPhrase([head.charAt(0).toUpperCase() + head.slice(1)]);
  }
  if (INSTRUMENTS.has(head)) {
    return joinPhrase(["the", ...noun.core.map(spoken)]);
  }
  const two = noun.core
    .slice(-2)
    .map(({ key }) => key)
    .join(" ");
  return noun.determiner === null && (HOBBIES.has(head) || HOBBIES.has(two)) ? phraseFor(noun, "kept") : null;
}

// "into old horror movies": after such words a plural names a pursuit as well as any list.
function pluralAt(words: readonly Word[], at: number): string | null {
  const noun = readNounPhrase(words, at);
  const isPlural = noun?.determiner === null && /[^s]s$/.test(headOf(noun)) && noun.core.length <= 4;
  return isPlural ? phraseFor(noun, "kept") : null;
}

function playingAt(words: readonly Word[], at: number): string | null {
  const noun = readNounPhrase(words, at);
  if (noun === null || !(noun.determiner === null || noun.determiner === "the") || noun.core.length > 3) {
    return null;
  }
  return joinPhrase(["playing", ...partsOf(noun)]);
}
