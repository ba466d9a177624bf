import { readAction } from "./actions.ts";
import { headIs, headOf, type NounPhrase, readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, type Lead, phraseFor, wordsOf } from "./phrase.ts";
import type { Word } from "./text/index.ts";
import type { Making, RuleMatch } from "./thread-rules.ts";
import { PLACES, SCENERY } from "./vocabulary.ts";

/** A phrase that a rule made, before anybody asked whether the matter is still open. */
export interface Draft {
  readonly phrase: string;
  /** The first word of the clause that the phrase was made from, and the first after it. */
  readonly from: number;
  readonly end: number;
  /** Whether it counts only together with a date or a sign that it is on their mind. */
  readonly needsSign: boolean;
}

type Maker = (words: readonly Word[], match: RuleMatch) => Draft | null;

/** Makes the phrase of a match; `null` where nothing reads well. */
export function draftFor(words: readonly Word[], match: RuleMatch): Draft | null {
  return MAKERS[match.then](words, match);
}

const MAKERS: Readonly<Record<Making, Maker>> = {
  event: (words, match) => {
    const noun = readNounPhrase(words, match.end);
    const isEvent = noun !== null && headIs(noun, "event", "project");
    const sign = noun !== null && headIs(noun, "project") || words[match.from]?.key === "had" || words[match.from]?.key === "got" || words[match.from]?.key === "going";
    const lead: Lead = ["have", "had", "got", "to", "will", "must"].includes(words[match.from]?.key ?? "") || /ing$/.test(words[match.from]?.key ?? "") ? "owned" : "pointed";
    return isEvent ? draft(match, noun, { lead, needsSign: sign }) : null;
  },
  audition: (words, match) => prefixed(words, match, ["your", "audition", "for"]),
  application: makeApplication,
  answer: makeAnswer,
  reply: (words, match) => {
    const noun = readNounPhrase(words, match.end);
    return noun === null || noun.determiner === null || noun.attachments.length > 1
      ? null
      : wrap(match, noun, ["that", "answer", "from", ...(phraseFor(noun, "kept")?.split(" ") ?? [])]);
  },
  move: makeMove,
  trip: makeTrip,
  new: (words, match) => {
    const noun = readNounPhrase(words, match.end - 1);
    return noun === null || noun.core.length > 3 || !["job", "school", "course", "class", "role", "position", "project", "medication"].includes(headOf(noun)) ? null : draft(match, { ...noun, determiner: "my" }, { lead: "owned" });
  },
  job: (_, match) => ({ phrase: "your new job", from: match.from, end: match.end, needsSign: false }),
  getting: (words, match) => {
    const noun = readNounPhrase(words, match.end - 1);
    return noun === null || !headIs(noun, "arrival") ? null : draft(match, { ...noun, determiner: "my" }, { lead: "owned", needsSign: true });
  },
  project: (words, match) => {
    const noun = readNounPhrase(words, match.end);
    return noun === null || noun.determiner === null || ["it", "day"].includes(headOf(noun)) ? null : draft(match, noun, { lead: "owned" });
  },
  struggle: (words, match) => {
    const noun = readNounPhrase(words, match.end);
    return noun === null || noun.determiner === null ? null : draft(match, noun, { lead: "pointed" });
  },
  trial: (words, match) => {
    const noun = readNounPhrase(words, match.end);
    if (noun === null || noun.determiner === null) {
      return fromAction(words, match, { at: match.end, dated: false });
    }
    return draft(match, noun, { lead: "pointed" });
  },
  plan: (words, match) => fromAction(words, match, { at: match.end, dated: false }),
  datedPlan: (words, match) => fromAction(words, match, { at: match.end, dated: true }),
  doing: (words, match) => (/ing$/.test(words[match.end]?.key ?? "") ? fromAction(words, match, { at: match.end, dated: "unless lasting" }) : null),
  saving: (words, match) => {
    const noun = readNounPhrase(words, match.end);
    return noun === null || noun.determiner === null ? null : wrap(match, noun, ["saving", "up", "for", ...(phraseFor(noun, "kept")?.split(" ") ?? [])]);
  },
};

function fromAction(words: readonly Word[], match: RuleMatch, { at, dated }: { at: number; dated: boolean | "unless lasting" }): Draft | null {
  const action = readAction(words, at);
  if (action === null) {
    return null;
  }
  return { phrase: action.phrase, from: match.from, end: at + 2, needsSign: dated === true || (dated === "unless lasting" && !action.lasting) };
}

function makeApplication(words: readonly Word[], match: RuleMatch): Draft | null {
  const noun = readNounPhrase(words, match.end);
  if (noun === null) {
    return null;
  }
  const many = noun.determiner !== null && ["two", "three", "four", "five", "six", "some"].includes(noun.determiner);
  const preposition = words[match.end - 1]?.key ?? "for";
  return wrap(match, noun, ["your", many ? "applications" : "application", preposition, ...(phraseFor(noun, "kept")?.split(" ") ?? [])]);
}

// "waiting for the results of …", and anything that is to arrive: "waiting for my new keyboard to arrive".
function makeAnswer(words: readonly Word[], match: RuleMatch): Draft | null {
  const noun = readNounPhrase(words, match.end);
  if (noun === null) {
    return null;
  }
  const arrives = words[noun.end]?.key === "to" && ["arrive", "come", "show"].includes(words[noun.end + 1]?.key ?? "") && noun.determiner === "my";
  const lead: Lead = noun.determiner === null && noun.core.length === 1 ? "pointed" : "owned";
  if (arrives || headIs(noun, "answer", "event")) {
    return draft(match, noun, { lead: noun.determiner === "a" || noun.determiner === "an" ? "pointed" : lead });
  }
  return null;
}

function makeMove(words: readonly Word[], match: RuleMatch): Draft | null {
  const next = words[match.end]?.key ?? "";
  if (["house", "flat", "flats", "apartment", "apartments", "out", "home"].includes(next) || words.length === match.end) {
    return { phrase: "your move", from: match.from, end: match.end + 1, needsSign: next === "out" || next === "" };
  }
  if (next !== "to" && next !== "into") {
    return { phrase: "your move", from: match.from, end: match.end, needsSign: true };
  }
  const noun = readNounPhrase(words, match.end + 1);
  if (noun === null || (noun.determiner === null && !isPlace(noun))) {
    return null;
  }
  return wrap(match, noun, ["your", "move", next, ...(phraseFor(noun, "kept")?.split(" ") ?? [])]);
}

function makeTrip(words: readonly Word[], match: RuleMatch): Draft | null {
  const noun = readNounPhrase(words, match.end);
  if (noun === null) {
    return null;
  }
  const flies = /^(?:fly|flying|travel|travell?ing)$/.test(words[match.from]?.key ?? "") && /^\p{Lu}/u.test(noun.core[0]?.text ?? "");
  const scenery = noun.determiner === "the" && SCENERY.has(headOf(noun));
  if (noun.determiner === null ? !isPlace(noun) && !flies : !scenery) {
    return null;
  }
  const place = { ...noun, attachments: [] };
  const { phrase, ...rest } = wrap(match, noun, ["your", "trip", "to", ...(noun.determiner === null ? [] : ["the"]), ...wordsOf(place)]) ?? { phrase: null };
  return phrase === null ? null : { ...rest, phrase, needsSign: true } as Draft;
}

function isPlace(noun: NounPhrase): boolean {
  const keys = noun.core.map(({ key }) => key);
  return noun.core.length <= 3 && (PLACES.has(keys.join(" ")) || PLACES.has(keys.at(-1) ?? "")) && !keys.some((key) => key.includes("'"));
}

function prefixed(words: readonly Word[], match: RuleMatch, prefix: readonly string[]): Draft | null {
  const noun = readNounPhrase(words, match.end);
  return noun === null || noun.determiner === null ? null : wrap(match, noun, [...prefix, ...(phraseFor(noun, "kept")?.split(" ") ?? [])]);
}

function draft(match: RuleMatch, noun: NounPhrase, { lead, needsSign = false }: { lead: Lead; needsSign?: boolean }): Draft | null {
  const phrase = phraseFor(noun, lead);
  return phrase === null ? null : { phrase, from: match.from, end: noun.end, needsSign };
}

function wrap(match: RuleMatch, noun: NounPhrase, words: readonly string[]): Draft | null {
  const phrase = joinPhrase(words);
  return phrase === null ? null : { phrase, from: match.from, end: noun.end, needsSign: false };
}

