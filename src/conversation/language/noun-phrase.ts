import { beginsDate } from "./date-words.ts";
import type { Word } from "./text/index.ts";
import { DETERMINERS, isContent, isNounOf, isTime, type NounClass, PREPOSITIONS, PRONOUNS } from "./vocabulary.ts";

/** "my job interview at the bakery": a determiner, a core that ends in the head, and what is attached to it. */
export interface NounPhrase {
  readonly determiner: string | null;
  readonly core: readonly Word[];
  /** Each begins with its preposition: "at the bakery". */
  readonly attachments: readonly (readonly Word[])[];
  /** The index of the first word after the phrase. */
  readonly end: number;
}

const MAX_CORE_WORDS = 5;
const MAX_ATTACHED_WORDS = 3;
const MAX_ATTACHMENTS = 2;
// What belongs to other people is theirs to speak about, and "no exam" is none.
const CLOSED_DETERMINERS = new Set([
  "his",
  "her",
  "their",
  "its",
  "your",
  "ur",
  "no",
  "any",
  "every",
  "each",
  "what",
  "which",
]);
const ATTACHING = new Set(["of", "at", "for", "with", "in", "about", "on", "from", "against"]);
const ORDINALS = new Set(["first", "last", "second", "third"]);
// What a phrase cannot end in: "in front of the whole year".
const UNFINISHED = new Set([
  "front",
  "time",
  "scratch",
  "case",
  "addition",
  "spite",
  "terms",
  "whole",
  "entire",
  "past",
  "coming",
  "following",
  "full",
  "rest",
]);
const NUMBERS = new Set(
  "seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty hundred".split(" "),
);
const MODIFIERS = new Set([
  "year",
  "weekend",
  "christmas",
  "easter",
  "halloween",
  "summer",
  "winter",
  "spring",
  "autumn",
]);
/** After a noun these are verbs: "book club meets", "the puppy arrives". */
export const SUBJECTS_VERBS: ReadonlySet<string> = new Set(
  "meets meet opens arrives lands ships moved rescheduled postponed gets takes starts begins comes calls decides announces finishes ends plays ready due says called named".split(
    " ",
  ),
);
/** "that miso pasta thing" is that miso pasta. */
const VAGUE = new Set(["thing", "thingy", "thingie", "stuff"]);
const MOSTLY_VERBS = new Set([
  "plays",
  "shows",
  "races",
  "talks",
  "moves",
  "visits",
  "streams",
  "launches",
  "releases",
  "debates",
  "matches",
]);
const TAKES_TO = new Set([
  "trip",
  "visit",
  "move",
  "application",
  "applications",
  "letter",
  "flight",
  "ferry",
  "train",
  "boat",
  "cruise",
  "drive",
  "journey",
  "reply",
  "answer",
  "tickets",
  "road-trip",
]);

/** Reads the noun phrase that begins at `from`; `null` where none does that we would speak about. */
export function readNounPhrase(words: readonly Word[], from: number): NounPhrase | null {
  let at = from;
  let determiner: string | null = null;
  const first = words[at]?.key ?? "";
  if (DETERMINERS.has(first)) {
    if (CLOSED_DETERMINERS.has(first)) {
      return null;
    }
    determiner = first;
    at += 1;
  }
  const run = contentRun(words, at, MAX_CORE_WORDS);
  if (run.length === 0 || run.length === MAX_CORE_WORDS) {
    return null;
  }
  const core = run.length > 1 && VAGUE.has(run.at(-1)?.key ?? "") ? run.slice(0, -1) : run;
  at += run.length;
  const attachments: (readonly Word[])[] = [];
  while (attachments.length < MAX_ATTACHMENTS) {
    const attachment = readAttachment(words, at, core.at(-1)?.key ?? "");
    if (attachment === null) {
      break;
    }
    attachments.push(attachment);
    at += attachment.length;
  }
  // "the team plays the final": a determiner follows nouns only where the last of them was a verb.
  const closedByVerb = attachments.length === 0 && DETERMINERS.has(words[at]?.key ?? "") && !beginsDate(words, at);
  return closedByVerb ? null : { determiner, core, attachments, end: at };
}

/** Whether the head of the phrase names something of one of the classes. */
export function headIs(phrase: NounPhrase, ...classes: readonly NounClass[]): boolean {
  const head = phrase.core.at(-1)?.key ?? "";
  if ((phrase.core.length > 1 || phrase.determiner === null) && MOSTLY_VERBS.has(head)) {
    return false; // "our band plays at the festival"
  }
  return classes.some((nounClass) => isNounOf(nounClass, head, phrase.core.at(-2)?.key));
}

/** The head of a phrase, as a key. */
export function headOf(phrase: NounPhrase): string {
  return phrase.core.at(-1)?.key ?? "";
}

function contentRun(words: readonly Word[], from: number, limit: number): readonly Word[] {
  const run: Word[] = [];
  for (let at = from; at < words.length && run.length < limit; at += 1) {
    const word = words[at];
    // A bare number opens no phrase ("3 days"), but may stand inside one ("level 14").
    const next = words[at + 1]?.key ?? "";
    if (word !== undefined && isTime(next) && isNounOf("event", next, word.key) && run.length < limit - 1) {
      run.push(word, ...words.slice(at + 1, at + 2)); // "first day"
      break;
    }
    const compounds = word !== undefined && MODIFIERS.has(word.key) && isNounOf("event", next, word.key);
    if (word !== undefined && compounds && run.length < limit - 1) {
      run.push(word); // "final year show", "christmas market"
      continue;
    }
    if (word === undefined || !isContent(word.key) || (run.length === 0 && /^\d+$/.test(word.key))) {
      break;
    }
    if (run.length === 0 && NUMBERS.has(word.key) && isTime(next)) {
      break;
    }
    if (run.length > 0 && SUBJECTS_VERBS.has(word.key) && !(word.key === "meet" && run.at(-1)?.key === "swim")) {
      break;
    }
    if (ORDINALS.has(word.key) && (run.length > 0 || isTime(next))) {
      break; // "my driving test first try", "last week"
    }
    run.push(word);
  }
  return run;
}

function readAttachment(words: readonly Word[], from: number, head: string): readonly Word[] | null {
  const preposition = words[from]?.key ?? "";
  if (!PREPOSITIONS.has(preposition) || !(ATTACHING.has(preposition) || (preposition === "to" && TAKES_TO.has(head)))) {
    return null;
  }
  const determiner = words[from + 1];
  if (determiner === undefined || isTime(determiner.key) || CLOSED_DETERMINERS.has(determiner.key)) {
    return null;
  }
  const from2 = DETERMINERS.has(determiner.key) ? from + 2 : from + 1;
  const run = contentRun(words, from2, MAX_ATTACHED_WORDS + 1);
  const next = words[from2 + run.length]?.key;
  // "at google freaks me out": before an object pronoun stands a verb, which no list of ours knew.
  const endsInVerb = next !== undefined && PRONOUNS.has(next) && run.length > 1;
  const kept = endsInVerb ? run.slice(0, -1) : run;
  if (kept.length === 0 || kept.length > MAX_ATTACHED_WORDS || UNFINISHED.has(kept.at(-1)?.key ?? "")) {
    return null;
  }
  return words.slice(from, from2 + kept.length);
}
