import { readAction } from "./actions.ts";
import { moveDraft, tripDraft } from "./journeys.ts";
import { headIs, headOf, type NounPhrase, readNounPhrase } from "./noun-phrase.ts";
import { joinPhrase, type Lead, partsOf, phraseFor } from "./phrase.ts";
import type { Word } from "./text/index.ts";
import type { Draft, ThreadKind } from "./thread-draft.ts";
import { DULL_NOUNS } from "./undertakings.ts";
import type { Making, RuleMatch } from "./thread-rules.ts";

type Maker = (words: readonly Word[], match: RuleMatch) => Draft | null;

const ARRIVES = new Set(["arrive", "come", "show"]);
const NUMBERS = new Set(["two", "three", "four", "five", "six", "some"]);
const SENDABLE = new Set([
  "application",
  "applications",
  "manuscript",
  "portfolio",
  "proposal",
  "entry",
  "form",
  "forms",
  "demo",
  "paper",
  "script",
  "audition",
  "tape",
  "story",
  "appeal",
  "cv",
  "resume",
]);
const BEGINNINGS = new Set([
  "apprenticeship",
  "placement",
  "internship",
  "degree",
  "masters",
  "phd",
  "training",
  "uni",
  "college",
  "university",
  "term",
  "semester",
  "job",
  "school",
  "course",
  "class",
  "role",
  "position",
  "project",
]);

/** Makes the phrase of a match; `null` where nothing reads well. */
export function draftFor(words: readonly Word[], match: RuleMatch): Draft | null {
  const made = MAKERS[match.then](words, match);
  return made === null
    ? null
    : { kind: KINDS[match.then] ?? "event", ...made, needsSign: made.needsSign || match.sign };
}

const KINDS: Readonly<Partial<Record<Making, ThreadKind>>> = {
  application: "waiting",
  answer: "waiting",
  reply: "waiting",
  request: "waiting",
  sent: "waiting",
  project: "plan",
  struggle: "plan",
  trial: "plan",
  plan: "plan",
  datedPlan: "plan",
  doing: "plan",
  saving: "goal",
};

const MAKERS: Readonly<Record<Making, Maker>> = {
  event: (words, match) => eventDraft(words, match, "owned"),
  feltEvent: (words, match) => eventDraft(words, match, "pointed"),
  audition: (words, match) => prefixed(words, match, ["your", "audition", "for"]),
  application: (words, match) => awaited(applicationDraft(words, match)),
  answer: (words, match) => awaited(answerDraft(words, match)),
  reply: (words, match) =>
    words[match.from]?.key === "heard" &&
    !words.slice(0, match.from).some(({ key }) => key === "not" || key === "never")
      ? null
      : awaited(prefixed(words, match, ["that", "answer", "from"])),
  request: (words, match) => {
    const noun = readNounPhrase(words, match.end);
    return hasDeterminer(noun) && !DULL_NOUNS.has(headOf(noun))
      ? awaited(draft(match, phraseFor(noun, "owned")))
      : null;
  },
  sent: (words, match) => {
    const noun = readNounPhrase(words, match.end - 1);
    return noun !== null && SENDABLE.has(headOf(noun)) ? awaited(draft(match, phraseFor(noun, "owned"))) : null;
  },
  move: moveDraft,
  trip: tripDraft,
  new: (words, match) => {
    const noun = readNounPhrase(words, match.end - 1);
    return noun !== null && BEGINNINGS.has(headOf(noun)) ? asTheirs(match, noun) : null;
  },
  job: (_, match) => ({ phrase: "your new job", from: match.from, needsSign: false }),
  getting: (words, match) => {
    const noun = readNounPhrase(words, match.end - 1);
    const made = noun !== null && headIs(noun, "arrival") ? asTheirs(match, noun) : null;
    return made === null ? null : { ...made, needsSign: true };
  },
  project: (words, match) => named(words, match, "owned"),
  struggle: (words, match) => named(words, match, "pointed"),
  trial: (words, match) => named(words, match, "pointed") ?? actionDraft(words, match),
  plan: actionDraft,
  datedPlan: (words, match) => {
    const made = actionDraft(words, match);
    return made === null ? null : { ...made, needsSign: true };
  },
  doing: (words, match) => {
    const action = (words[match.end]?.key ?? "").endsWith("ing") ? readAction(words, match.end) : null;
    return action === null ? null : { phrase: action.phrase, from: match.from, needsSign: !action.lasting };
  },
  saving: (words, match) => prefixed(words, match, ["saving", "up", "for"]),
};

function eventDraft(words: readonly Word[], match: RuleMatch, lead: Lead): Draft | null {
  const noun = readNounPhrase(words, match.end);
  if (noun === null || !headIs(noun, "event", "project")) {
    return null;
  }
  const made = draft(match, phraseFor(noun, lead));
  return made === null ? null : { ...made, needsSign: headIs(noun, "project") };
}

function actionDraft(words: readonly Word[], match: RuleMatch): Draft | null {
  return draft(match, readAction(words, match.end)?.phrase ?? null);
}

function applicationDraft(words: readonly Word[], match: RuleMatch): Draft | null {
  const noun = readNounPhrase(words, match.end);
  const preposition = words[match.end - 1]?.key ?? "for";
  const many = NUMBERS.has(noun?.determiner ?? "");
  return noun === null
    ? null
    : draft(match, joinPhrase(["your", many ? "applications" : "application", preposition, ...partsOf(noun)]));
}

// "waiting for the results of …", and what of their own is to arrive: "waiting for my new keyboard to arrive".
function answerDraft(words: readonly Word[], match: RuleMatch): Draft | null {
  const noun = readNounPhrase(words, match.end);
  if (noun === null) {
    return null;
  }
  const arrives =
    words[noun.end]?.key === "to" && ARRIVES.has(words[noun.end + 1]?.key ?? "") && noun.determiner === "my";
  const isBare = noun.determiner === null && noun.core.length === 1;
  const isAny = noun.determiner === "a" || noun.determiner === "an";
  return arrives || headIs(noun, "answer", "event")
    ? draft(match, phraseFor(noun, isBare || isAny ? "pointed" : "owned"))
    : null;
}

function awaited(made: Draft | null): Draft | null {
  return made === null ? null : { ...made, awaited: true };
}

function named(words: readonly Word[], match: RuleMatch, lead: Lead): Draft | null {
  const noun = readNounPhrase(words, match.end);
  return hasDeterminer(noun) ? draft(match, phraseFor(noun, lead)) : null;
}

function hasDeterminer(noun: NounPhrase | null): noun is NounPhrase {
  return typeof noun?.determiner === "string";
}

function asTheirs(match: RuleMatch, noun: NounPhrase): Draft | null {
  return draft(match, phraseFor({ ...noun, determiner: "my" }, "owned"));
}

function prefixed(words: readonly Word[], match: RuleMatch, prefix: readonly string[]): Draft | null {
  const noun = readNounPhrase(words, match.end);
  return hasDeterminer(noun) ? draft(match, joinPhrase([...prefix, ...partsOf(noun)])) : null;
}

function draft(match: RuleMatch, phrase: string | null): Draft | null {
  return phrase === null ? null : { phrase, from: match.from, needsSign: false };
}
