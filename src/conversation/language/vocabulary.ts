import events from "./word-lists/event-nouns.json" with { type: "json" };
import functionWords from "./word-lists/function-words.json" with { type: "json" };
import people from "./word-lists/people.json" with { type: "json" };
import places from "./word-lists/places.json" with { type: "json" };

/** Words that may be taken out of a sentence without changing what it says. */
export const FILLERS: ReadonlySet<string> = new Set(functionWords.fillers);
/** What opens a noun phrase. */
export const DETERMINERS: ReadonlySet<string> = new Set(functionWords.determiners);
/** What attaches one noun phrase to another. */
export const PREPOSITIONS: ReadonlySet<string> = new Set(functionWords.prepositions);
/** Words that stand for somebody or something. */
export const PRONOUNS: ReadonlySet<string> = new Set(functionWords.pronouns);
/** People and animals that somebody calls theirs. */
export const KIN: ReadonlySet<string> = new Set(people.kin);
/** Who is visited by appointment, and how that is called. */
export const APPOINTMENTS: ReadonlyMap<string, string> = new Map(Object.entries(people.appointments));
/** Countries, cities and regions that a journey may lead to, in lower case. */
export const PLACES: ReadonlySet<string> = new Set([...places.places, ...places.pairs]);
/** Places without a name that a journey may lead to: "the coast". */
export const SCENERY: ReadonlySet<string> = new Set(places.scenery);
/** Languages, in lower case. */
export const LANGUAGES: ReadonlySet<string> = new Set(places.languages);

const TIMES: ReadonlySet<string> = new Set(functionWords.times);
const NO_CONTENT: ReadonlySet<string> = new Set([
  ...functionWords.pronouns,
  ...functionWords.verbs,
  ...functionWords.prepositions,
  ...functionWords.conjunctions,
  ...functionWords.adverbs,
  ...functionWords.determiners,
  ...functionWords.times,
]);
const PROPER: ReadonlySet<string> = new Set(
  [...places.places, ...places.pairs.flatMap((pair) => pair.split(" ")), ...places.languages].filter(
    (word) => !["new", "south", "city", "los", "las", "san", "costa", "town", "latin", "turkey", "alps"].includes(word),
  ),
);
const EVENT_PAIRS: ReadonlySet<string> = new Set(events.pairs);
const NOT_EVENTS: ReadonlySet<string> = new Set(events.notEvents);
const EVENTS = withPlurals(events.events);
const PROJECTS = withPlurals(events.projects);
const ANSWERS = withPlurals(events.answers);
const ARRIVALS = withPlurals(events.arrivals);

/** What a noun names: something that happens, is made, is waited for, or comes into a home. */
export type NounClass = "event" | "project" | "answer" | "arrival";

const CLASSES: Readonly<Record<NounClass, ReadonlySet<string>>> = {
  event: EVENTS,
  project: PROJECTS,
  answer: ANSWERS,
  arrival: ARRIVALS,
};

/** Whether a noun, with the word before it, names something of the class: "exam", "opening night". */
export function isNounOf(nounClass: NounClass, noun: string, before: string | undefined): boolean {
  const pair = `${before ?? ""} ${noun}`;
  if (NOT_EVENTS.has(pair)) {
    return false;
  }
  return CLASSES[nounClass].has(noun) || (nounClass === "event" && EVENT_PAIRS.has(pair));
}

/** Nouns that are never names, however they are written: "my Exam". */
export function isMatterWord(key: string): boolean {
  return EVENTS.has(key) || PROJECTS.has(key) || ANSWERS.has(key);
}

/** Whether a word tells a time: "tomorrow", "friday", "3pm". */
export function isTime(key: string): boolean {
  return TIMES.has(key) || /^\d{1,2}(?:am|pm|st|nd|rd|th)$/.test(key);
}

/** Whether a word can stand in a noun phrase as a noun or adjective: everything that is no function word and no common verb. */
export function isContent(key: string): boolean {
  return (
    !NO_CONTENT.has(key) &&
    !isTime(key) &&
    key.length <= 24 &&
    !/^\p{L}$/u.test(key) &&
    !/^\d{5,}|^\d+[-'x]\d/.test(key) &&
    /^[\p{Script=Latin}\p{M}\p{N}'-]+$/u.test(key)
  );
}

/** Names that take a capital letter also where somebody typed none. */
export function isProper(key: string): boolean {
  return PROPER.has(key);
}

function withPlurals(nouns: readonly string[]): ReadonlySet<string> {
  return new Set(nouns.flatMap((noun) => [noun, plural(noun)]));
}

function plural(noun: string): string {
  if (/(?:s|x|ch|sh|z)$/.test(noun)) {
    return `${noun}es`;
  }
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
