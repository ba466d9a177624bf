import data from "./word-lists/undertakings.json" with { type: "json" };
import { beginsDate, dateStart, isDateWord } from "./date-words.ts";
import { headIs, headOf, type NounPhrase, readNounPhrase, SUBJECTS_VERBS } from "./noun-phrase.ts";
import { phraseFor } from "./phrase.ts";
import type { Word } from "./text/index.ts";
import type { Draft } from "./thread-draft.ts";
import { DULL_NOUNS, DULL_WORDS } from "./undertakings.ts";
import { KIN } from "./vocabulary.ts";
import { isSaidOfSpeaker } from "./word-rules.ts";

/** Nouns that no list of ours knows become a matter by the date that is said of them: "moot on sunday", "holi is tomorrow". */

const BEGINS = /^(?:start|begin|meet|open|take place|kick off|happen)/;
const ARRIVES =
  /^(?:(?:is|are|will|should|might|shall|gets?|getting|being|supposed|to|be|go|going|due) )*(?:arriv|com(?:e|es|ing)\b|deliver|land(?:s|ing)?\b|ship(?:s|ped|ping)?\b|releas|publish|announc|get(?:s)? (?:here|in)\b|show up|turn(?:s)? up|due\b|ready\b|fixed|repaired|serviced|picked up)/;
const RELEASED = /\b(?:comes? out|coming out|releas|land)/;
const PEOPLE = new Set(data.people);
const NEVER = new Set(data.never);
const MOVED =
  /^(?:(?:is|are|was|were|has|have|got|been|gets?|supposed|to|be|now|on|it|but) )*(?:moved|rescheduled|postponed|pushed|delayed|bumped|shifted)\b/;
const SAYS = new Set(["says", "said", "hope", "hopefully", "reckon", "least", "anyway", "so", "and", "but", "plus"]);
const OUT = new Set(["out", "off"]);
const GROUPS = new Set(["choir", "band", "team", "class"]);
const HAVING = new Set(["get", "getting", "have", "having", "got", "booked", "scheduled"]);
const ORDERED = new Set(["ordered", "preordered", "pre-ordered"]);
const SIGNED = /^signed (?:me |myself |us )?up (?:for|to)$/;
const TELLS_ME = /\b(?:let|letting|tell|telling|email|emailing|call|calling) me(?: know)?$/;
const LEARNS = new Set(["hear", "know", "find", "see", "told"]);
const GETS = new Set(["get", "got", "make", "made", "pass", "passed"]);
const TELLING = new Set([
  "announcing",
  "posting",
  "releasing",
  "publishing",
  "announce",
  "post",
  "release",
  "publish",
  "said",
]);
const LIVING = new Set(["i", "we", "he", "she", "they", "you", "it"]);

/** What is named together with a date. */
export function datedMatters(words: readonly Word[]): readonly Draft[] {
  return [
    ...subjects(words),
    ...possessions(words),
    ...announcements(words),
    ...promisedNews(words),
    ...awaitedNews(words),
  ];
}

function subjects(words: readonly Word[]): readonly Draft[] {
  const itIs = /^(?:it|this|that)$/.test(words[0]?.key ?? "") && /^(?:is|are)$/.test(words[1]?.key ?? "");
  const starts = [itIs ? 2 : skipDate(words), ...words.flatMap(({ key }, at) => (SAYS.has(key) ? [at + 1] : []))];
  return starts.flatMap((from) => subjectAt(words, from));
}

function subjectAt(words: readonly Word[], from: number): readonly Draft[] {
  const noun = readNounPhrase(words, from);
  if (
    noun === null ||
    isDull(noun) ||
    LIVING.has(words[from]?.key ?? "") ||
    (isVerbal(noun) && !ARRIVES.test(keysFrom(words, noun.end)))
  ) {
    return [];
  }
  const end = OUT.has(words[noun.end]?.key ?? "") ? noun.end + 1 : noun.end;
  const rest = keysFrom(words, noun.end);
  const dated = from > 0 || dateStart(words, noun.end) !== null;
  if (ARRIVES.test(rest)) {
    const isNews = noun.determiner === "my" || headIs(noun, "answer", "event", "project");
    return dated && !PEOPLE.has(headOf(noun)) && (isNews || !RELEASED.test(rest)) ? made(noun, from, "waiting") : [];
  }
  const isFragment =
    (beginsDate(words, end) && !isRemark(words, end)) ||
    (from > 0 && (end === words.length || words[end]?.key === "now") && beginsDate(words, 0));
  const known = noun.determiner !== "the" || noun.core.length > 1 || headIs(noun, "event", "project");
  return isFragment || ((BEGINS.test(rest) || MOVED.test(rest)) && dated && known) ? made(noun, from, "event") : [];
}

// "every tuesday i have choir", "booked the tattoo", "signed up for open mic", "ordered a keyboard kit"
function possessions(words: readonly Word[]): readonly Draft[] {
  return words.flatMap(({ key }, at) => {
    const two = words
      .slice(Math.max(0, at - 2), at + 1)
      .map((word) => word.key)
      .join(" ");
    const kind =
      HAVING.has(key) || SIGNED.test(two) ? ("event" as const) : ORDERED.has(key) ? ("waiting" as const) : null;
    const start = words[at + 1]?.key === "me" ? at + 2 : at + 1;
    const noun =
      kind === null || !isSaidOfSpeaker(words, SIGNED.test(two) ? at - 2 : at) ? null : readNounPhrase(words, start);
    const date = dateStart(words, 0);
    const beside =
      noun !== null && (date === null || date <= at || date === noun.end || OUT.has(words[noun.end]?.key ?? ""));
    return noun === null ||
      kind === null ||
      isDull(noun) ||
      isVerbal(noun) ||
      words[noun.end]?.key === "to" ||
      (kind === "event" && !beside)
      ? []
      : made(noun, at, kind);
  });
}

// "they're announcing the cast monday", "they said decision by mid december"
function announcements(words: readonly Word[]): readonly Draft[] {
  return words.flatMap(({ key }, at) => {
    const noun = TELLING.has(key) && at > 0 && !isSaidOfSpeaker(words, at) ? readNounPhrase(words, at + 1) : null;
    const isNews = noun !== null && !isDull(noun) && (/^(?:announc|post)/.test(key) || headIs(noun, "answer", "event"));
    return isNews ? made({ ...noun, determiner: noun.determiner ?? "the" }, at, "waiting") : [];
  });
}

// "they'll let me know about the internship by friday"
function promisedNews(words: readonly Word[]): readonly Draft[] {
  const about = words.findIndex(
    ({ key }, at) => (key === "about" || key === "on") && TELLS_ME.test(keysUntil(words, at)),
  );
  const noun = about === -1 ? null : readNounPhrase(words, about + 1);
  const phrase = typeof noun?.determiner === "string" ? phraseFor(noun, "kept") : null;
  return phrase === null ? [] : [{ phrase, from: about, needsSign: true, kind: "waiting" }];
}

// "waiting to hear if i got the flat", "will know on thursday if i made the team"
function awaitedNews(words: readonly Word[]): readonly Draft[] {
  const learns = words.findIndex(({ key }) => LEARNS.has(key));
  const condition = words.findIndex(({ key }, at) => at > learns && (key === "if" || key === "whether"));
  const owned = condition === -1 ? null : readNounPhrase(words, condition + 1);
  if (learns !== -1 && (owned?.determiner === "my" || owned?.determiner === "our")) {
    const phrase = phraseFor(owned, "kept"); // "waiting to find out if my story got picked"
    return phrase === null ? [] : [{ phrase, from: learns, needsSign: true, kind: "waiting" }];
  }
  const got = words.findIndex(({ key }, at) => at > condition && GETS.has(key));
  if (learns === -1 || condition === -1 || got === -1 || got - condition > 3 || !isSaidOfSpeaker(words, got)) {
    return [];
  }
  const noun = readNounPhrase(words, words[got + 1]?.key === "into" ? got + 2 : got + 1);
  const phrase = typeof noun?.determiner === "string" ? phraseFor(noun, "kept") : null;
  return phrase === null ? [] : [{ phrase, from: learns, needsSign: true, kind: "waiting" }];
}

function made(noun: NounPhrase, from: number, kind: "event" | "waiting"): readonly Draft[] {
  const phrase = phraseFor(noun, "owned");
  return phrase === null ? [] : [{ phrase, from, needsSign: false, needsDate: true, kind }];
}

function keysUntil(words: readonly Word[], end: number): string {
  return words
    .slice(0, end)
    .map(({ key }) => key)
    .join(" ");
}

function keysFrom(words: readonly Word[], from: number): string {
  return words
    .slice(from)
    .map(({ key }) => key)
    .join(" ");
}

// "the sun sets at 4", "bought shoes on saturday": a verb that no list of ours knows.
function isVerbal(noun: NounPhrase): boolean {
  const head = headOf(noun);
  const first = noun.core[0]?.key ?? "";
  const isKnown = headIs(noun, "event", "project", "answer");
  return (
    ((noun.core.length > 1 || noun.determiner === null) && /[^s]s$/.test(head) && !isKnown) ||
    (noun.determiner === null && (DULL_WORDS.has(first) || SUBJECTS_VERBS.has(first) || /[^e]ed$/.test(first)))
  );
}

// "pancakes on sunday are the law"
function isRemark(words: readonly Word[], from: number): boolean {
  return (
    !/^(?:is|are)$/.test(words[from]?.key ?? "") &&
    words.slice(from + 1).some(({ key }) => key === "is" || key === "are")
  );
}

function isDull(noun: NounPhrase): boolean {
  const head = headOf(noun);
  const isPair = headIs(noun, "event");
  return (
    NEVER.has(head) ||
    (!isPair && DULL_NOUNS.has(head) && (noun.core.length === 1 || isDateWord(head))) ||
    (KIN.has(head) && !GROUPS.has(head) && !headIs(noun, "arrival")) ||
    (isDateWord(head) && !isPair) ||
    (noun.determiner === "my" && KIN.has(noun.core[0]?.key ?? "")) ||
    ((noun.core[0]?.key ?? "").endsWith("ing") && noun.core.length === 1 && noun.determiner === null && !isPair)
  );
}

// "on saturday the new inverter comes": the matter stands behind its date.
function skipDate(words: readonly Word[]): number {
  let at = 0;
  while (at < words.length && beginsDate(words, at) && words[at]?.key !== "the") {
    at += 1;
  }
  return at > 0 && words[at]?.key === "is" ? at + 1 : at;
}
