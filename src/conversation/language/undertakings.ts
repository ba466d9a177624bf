import data from "./word-lists/undertakings.json" with { type: "json" };
import { beginsDate, dateStart } from "./date-words.ts";
import { joinPhrase, spoken } from "./phrase.ts";
import type { Word } from "./text/index.ts";
import type { Draft } from "./thread-draft.ts";
import { isContent, PREPOSITIONS, PRONOUNS } from "./vocabulary.ts";
import { isSaidOfSpeaker } from "./word-rules.ts";

/** What somebody says that they will do, whatever it is: read only where a date, a promise or a goal stands beside it. */

const DULL = new Set(data.dull);
const GERUNDS = new Map(Object.entries(data.gerunds));
const PARTICLES = new Set([
  "up",
  "out",
  "in",
  "back",
  "off",
  "over",
  "down",
  "on",
  "for",
  "with",
  "to",
  "at",
  "from",
  "into",
  "as",
  "through",
  "away",
  "around",
]);
const ARTICLES = new Set([
  "a",
  "an",
  "the",
  "my",
  "our",
  "that",
  "this",
  "some",
  "two",
  "three",
  "his",
  "their",
  "those",
  "these",
  "another",
  "her",
]);
const PEOPLE = new Set(["her", "him", "them"]);
const MODALS = new Set(["might", "will", "to", "must", "should"]);
const TO_DO =
  /\b(?:(?:am|are|^) going|have|need|got|plan|planning|want|hope|hoping|trying|about|supposed|decided|agreed|aim|aiming|determined|get|ought|goal is|resolution is|challenge is|target is|plan is) to$|\b(?:thinking|considering|thought) (?:of|about)$|\b(?:planning|plan) on$|\bconsidering$|\b(?:will|might)$|\bmust$|^going to$/;
const AIMS = new Set(["goal", "resolution", "challenge", "target", "plan"]);
const NEVER_ALONE = new Set([
  "starting",
  "beginning",
  "ending",
  "leaving",
  "flying",
  "visiting",
  "hanging",
  "meeting",
  "calling",
  "paying",
  "sending",
  "replying",
  "lifting",
  "taking",
  "bringing",
  "picking",
  "making",
  "trying",
  "driving",
  "running",
  "playing",
  "reading",
  "writing",
]);
const SEASONS = new Set(["inktober", "nanowrimo", "veganuary", "movember", "sobertober"]);
const NO_PROMISE = new Set([
  "be",
  "do",
  "go",
  "have",
  "get",
  "let",
  "try",
  "stop",
  "keep",
  "come",
  "say",
  "think",
  "never",
  "not",
]);
const ENDINGS = new Set(["up", "out", "back", "off", "over", "down", "away"]);
const GIVES = new Set(["go", "try", "shot", "chance"]);
const PROMISES = new Set([
  "promised",
  "promise",
  "swore",
  "vowed",
  "told",
  "said",
  "agreed",
  "pinky-promised",
  "offered",
  "word",
]);
const GIVEN = new Set(["promised", "agreed", "offered", "swore", "vowed"]);
const DONE = new Set(["done", "ready", "finished", "sorted"]);
/** Nouns that are no matter to ask about. */
export const DULL_NOUNS: ReadonlySet<string> = new Set(data.dullNouns);

const MAX_OBJECT_WORDS = 6;
const UNDATED = new Set(data.undated.flatMap((verb) => [verb, gerundOf(verb)]));
const GOALS = new Set(data.goals.flatMap((verb) => [verb, gerundOf(verb)]));
const MONTHLY = new Set(["dry", "sober", "no-spend", "meatless"]);
const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;

/** "picking up the kitten", "telling my parents", "i fly to lisbon", "gotta hand in the poster". Counts only with a date beside it. */
export function undertakings(words: readonly Word[]): readonly Draft[] {
  return words.flatMap(({ key }, at) => {
    const verb = verbAt(words, at);
    const phrase =
      verb === null || isDullVerb(words, at) || saidByOthers(words, at) ? null : actionPhrase(words, at, verb);
    const undated =
      (UNDATED.has(key) || UNDATED.has(verb ?? "")) &&
      words[at + 1] !== undefined &&
      saysToDo(words, at) &&
      words[at - 1]?.key !== "might";
    const kind = GOALS.has(key) ? "goal" : "plan";
    return phrase === null ? [] : [{ phrase, from: at, needsSign: false, needsDate: !undated, kind } as const];
  });
}

/** "told leo i'd give back his drill", "promised to bake the cake", "i owe you a picture", "will have the deck done". */
export function promises(words: readonly Word[]): readonly Draft[] {
  return words.flatMap(({ key }, at): readonly Draft[] => {
    if (key === "owe" && isSaidOfSpeaker(words, at)) {
      const from = at + 2;
      const phrase = joinPhrase(objectWords(words, from));
      return phrase === null || !ARTICLES.has(words[from]?.key ?? "")
        ? []
        : [promise(phrase.replace(/^an? /, "that "), at)];
    }
    const pinky = words[at - 1]?.key === "pinky" || words[at - 1]?.key === "i" || words[at - 1]?.key === "my";
    if (!PROMISES.has(key) || !(pinky || isSaidOfSpeaker(words, at))) {
      return [];
    }
    const will = words.findIndex((word, index) => index > at && isPromiseOf(words, index, word.key));
    const verbAt = will + 1;
    const verb = words[verbAt];
    if (will === -1 || will - at > 6 || verb === undefined) {
      return [];
    }
    if (verb.key === "have") {
      const done = words.findIndex((word, index) => index > verbAt && DONE.has(word.key));
      const phrase = done === -1 ? null : joinPhrase(objectWords(words.slice(0, done), verbAt + 1));
      return phrase === null ? [] : [promise(phrase, at)];
    }
    const alone = objectWords(words, verbAt + 1).length === 0 && NEVER_ALONE.has(gerundOf(verb.key)); // "i'd call": whom?
    const phrase = NO_PROMISE.has(verb.key) || alone ? null : actionPhrase(words, verbAt, gerundOf(verb.key));
    return phrase === null ? [] : [promise(phrase, at)];
  });
}

/** "give bouldering a go" → "trying bouldering". */
export function trials(words: readonly Word[]): readonly Draft[] {
  return words.flatMap(({ key }, at) => {
    const article = words.findIndex(
      (word, index) => index > at + 1 && index <= at + 5 && word.key === "a" && GIVES.has(words[index + 1]?.key ?? ""),
    );
    const object = key === "give" && article !== -1 ? objectWords(words.slice(0, article), at + 1) : [];
    const phrase = object.length === 0 || !saysToDo(words, at) ? null : joinPhrase(["trying", ...object]);
    return phrase === null ? [] : [{ phrase, from: at, needsSign: false, kind: "plan" as const }];
  });
}

/** "trying to get to 10k", "doing dry june": what takes long and is named by its number or its month. */
export function goals(words: readonly Word[]): readonly Draft[] {
  return words.flatMap(({ key }, at): readonly Draft[] => {
    const next = words[at + 1]?.key ?? "";
    const reaches = key === "get" && next === "to" && /\d/.test(words[at + 2]?.key ?? "") && saysToDo(words, at);
    if (SEASONS.has(key) && words[at - 1]?.key === "doing") {
      return [{ phrase: key, from: at, needsSign: false, kind: "goal" }];
    }
    const monthly = MONTHLY.has(key) && MONTH.test(next) && isSaidOfSpeaker(words, at - 1);
    const phrase = reaches
      ? joinPhrase(["getting", "to", spokenAt(words, at + 2)])
      : key === "get" && next === "into" && saysToDo(words, at)
        ? joinPhrase(["getting", ...objectWords(words, at + 1)])
        : monthly
          ? joinPhrase([key, next.charAt(0).toUpperCase() + next.slice(1)])
          : null;
    return phrase === null || saidByOthers(words, at) ? [] : [{ phrase, from: at, needsSign: false, kind: "goal" }];
  });
}

function spokenAt(words: readonly Word[], at: number): string {
  const word = words[at];
  return word === undefined ? "" : spoken(word);
}

function isDullVerb(words: readonly Word[], at: number): boolean {
  const key = words[at]?.key ?? "";
  return DULL.has(key) && !(key === "trying" && words[at + 1]?.key === "out");
}

// "they think i'm graduating": what others say of the speaker.
function saidByOthers(words: readonly Word[], at: number): boolean {
  return words.slice(0, at).some(({ key }) => key === "they" || key === "he" || key === "she");
}

function promise(phrase: string, from: number): Draft {
  return { phrase, from, needsSign: false, kind: "promise" };
}

function isPromiseOf(words: readonly Word[], index: number, key: string): boolean {
  const before = words[index - 1]?.key ?? "";
  const isOwn = before === "i" || before === "we";
  const next = words[index + 1]?.key ?? "";
  return ((key === "will" || key === "would") && isOwn) || (key === "to" && GIVEN.has(before) && !ARTICLES.has(next));
}

// The -ing form of the verb at this word, where the speaker is its subject.
function verbAt(words: readonly Word[], at: number): string | null {
  const word = words[at];
  if (
    word === undefined ||
    !/^[a-z]{2,}(?:-[a-z]+)?$/.test(word.key) ||
    ARTICLES.has(word.key) ||
    PRONOUNS.has(word.key)
  ) {
    return null;
  }
  const before = words[at - 1]?.key ?? "";
  if (/^[a-z]{2,}ing$/.test(word.key)) {
    const goes = (before === "going" || before === "go") && dateStart(words, at) !== null;
    const considers =
      saysToDo(words, at) && (before === "of" || before === "about" || before === "on" || before === "considering");
    const begins =
      goes || considers || at === 0 || before === "am" || before === "are" || before === "be" || before === "and";
    return begins && (considers || isSaidOfSpeaker(words, at)) && (at > 0 || words.length > 1) ? word.key : null;
  }
  if (/[^e]ed$/.test(word.key)) {
    return null; // what has been
  }
  if (at === 0 && UNDATED.has(word.key) && dateStart(words, 1) !== null) {
    return gerundOf(word.key); // "submit the thesis on the 1st"
  }
  const presently = (before === "i" || before === "we") && (dateStart(words, at) !== null || beginsDate(words, 0));
  const toDo = (MODALS.has(before) && saysToDo(words, at)) || presently;
  const aims = words.slice(Math.max(0, at - 4), at).some(({ key }) => AIMS.has(key));
  return toDo && (aims || isSaidOfSpeaker(words, at)) ? gerundOf(word.key) : null;
}

function saysToDo(words: readonly Word[], at: number): boolean {
  const before = words.slice(Math.max(0, at - 4), at).map(({ key }) => key);
  return TO_DO.test(before.join(" "));
}

/** The -ing form and its object, as they are said to the person. */
function actionPhrase(words: readonly Word[], at: number, gerund: string): string | null {
  const object = objectWords(words, at + 1);
  const alone = object.length === 0;
  const refers = object.length === 1 && !PEOPLE.has(object[0] ?? "") && PARTICLES.has(object[0] ?? "");
  const begins = alone && NEVER_ALONE.has(gerund);
  const isDull = object.every((word) => DULL_NOUNS.has(word) || PARTICLES.has(word)) && !alone;
  const tries = gerund === "trying" && object[0] === "to";
  return refers || begins || isDull || tries || (alone && !isComplete(words, at + 1))
    ? null
    : joinPhrase([gerund, ...object]);
}

// "proposing on the 7th": nothing but a date follows.
function isComplete(words: readonly Word[], at: number): boolean {
  return dateStart(words, at) === at;
}

// The object as it is said back, up to a date or whatever is no part of it.
function objectWords(words: readonly Word[], from: number): readonly string[] {
  const end = Math.min(dateStart(words, from) ?? words.length, words.length);
  const found: string[] = [];
  let nouns = 0;
  for (let at = from; at < end && found.length < MAX_OBJECT_WORDS; at += 1) {
    const part = objectPart(words, { at, from, end, nouns, before: found.at(-1) ?? "" });
    if (part === "end") {
      break;
    }
    if (part !== "skip") {
      found.push(part.text);
      nouns += part.noun ? 1 : 0;
    }
  }
  while (found.length > 0 && isLoose(found.at(-1) ?? "")) {
    found.pop();
  }
  return found;
}

interface ObjectState {
  readonly at: number;
  readonly from: number;
  readonly end: number;
  /** How many nouns stand before. */
  readonly nouns: number;
  /** The word before, as it is said. */
  readonly before: string;
}

function objectPart(
  words: readonly Word[],
  { at, from, end, nouns, before }: ObjectState,
): { readonly text: string; readonly noun: boolean } | "skip" | "end" {
  const word = words[at];
  const key = word?.key ?? "";
  const next = words[at + 1]?.key ?? "";
  const follows = PREPOSITIONS.has(words[at - 1]?.key ?? "") || PARTICLES.has(words[at - 1]?.key ?? "");
  if (word === undefined) {
    return "end";
  }
  if (key === "you" && nouns === 0 && (ARTICLES.has(next) || isContent(next))) {
    return "skip"; // "send you the playlist"
  }
  if (PEOPLE.has(key) && words[from - 1]?.key.startsWith("help") === true) {
    return { text: key, noun: false };
  }
  if (PEOPLE.has(key) && nouns === 0 && (key !== "her" || !isContent(next) || at + 1 >= end)) {
    return ARTICLES.has(next) ? "skip" : { text: key, noun: true }; // "build her a dollhouse"
  }
  if (ARTICLES.has(key)) {
    const theirs = key === "his" || key === "her" || key === "their";
    return nouns > 0 && !follows ? "end" : { text: theirs ? "the" : spoken(word), noun: false };
  }
  const toDo = (key === "how" && next === "to") || (before === "to" && /^[a-z]{3,}$/.test(key));
  if (toDo || (key === "own" && before !== "") || PARTICLES.has(key) || key === "of") {
    return { text: key, noun: false };
  }
  const isActing = nouns > 0 && key.endsWith("ing") && PREPOSITIONS.has(next);
  return isContent(key) && !isActing ? { text: spoken(word), noun: true } : "end";
}

// What an object cannot end in: "the picture of the".
function isLoose(word: string): boolean {
  const ends = PEOPLE.has(word) || ENDINGS.has(word);
  return !ends && (ARTICLES.has(word) || word === "your" || PREPOSITIONS.has(word));
}

/** "cut" → "cutting", "bake" → "baking". */
export function gerundOf(verb: string): string {
  const known = GERUNDS.get(verb);
  if (known !== undefined) {
    return known;
  }
  return /[^eoy]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${verb}ing`;
}

/** Words that open no matter of their own. */
export const DULL_WORDS: ReadonlySet<string> = DULL;
