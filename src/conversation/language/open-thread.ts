import { addMs, DAY_MS } from "../../kernel/index.ts";
import { datedMatters } from "./dated-matters.ts";
import { beginsDate } from "./date-words.ts";
import { readWhen, type When } from "./dates/read-when.ts";
import { toWallClock } from "./dates/wall-clock.ts";
import { namedMatters, type Ranked } from "./matters.ts";
import { asksTheWorld, speaksOfDays } from "./nobodys-matter.ts";
import type { Clause, Word } from "./text/index.ts";
import { asksOthers, isDenied, isOnTheirMind, isPast, tellsEnd, tellsOutcome } from "./thread-context.ts";
import type { ThreadKind } from "./thread-draft.ts";
import { draftFor } from "./thread-phrases.ts";
import { matchRules } from "./thread-rules.ts";
import { timingOf, type ThreadTiming } from "./thread-timing.ts";
import { goals, promises, trials, undertakings } from "./undertakings.ts";
import { FILLERS } from "./vocabulary.ts";

/** Something of the person's that had not come to its end when they wrote, and that one may kindly ask about. */
export interface OpenThread extends ThreadTiming {
  /** Reads well in "How did … go?" and "How is it going with …?". */
  readonly phrase: string;
  readonly kind: ThreadKind;
  /** How sure we are, from 0 to 1. */
  readonly confidence: number;
}

/** What a message says about the matters of its author. */
export interface ThreadReading {
  readonly open: readonly OpenThread[];
  /** A matter that they named and that is settled, or not clearly open. */
  readonly named: string | null;
}

/** When the words were written, and on whose clocks. */
export interface Moment {
  readonly sentAt: Date;
  /** `null` where the person's zone is not known. */
  readonly timeZone: string | null;
}

type Candidate = Ranked & { readonly clause: number };

interface Found {
  readonly thread: OpenThread;
  readonly when: When | null;
  readonly clause: number;
}

interface Context extends Moment {
  readonly text: string;
  readonly clauses: readonly Clause[];
  /** `sentAt` on the wall clock of the person. */
  readonly now: Date;
}

const LEAST_RANK_OF_TOPIC = 4;
const RANK = { promise: 7, trial: 5, dated: 3, undertaking: 2 } as const;
/** What lies further back was not settled in our sight, but is hardly news. */
const OLDEST_MS = 7 * DAY_MS;
const MOST_THREADS = 2;
const MOVED = /^(?:moved|rescheduled|postponed|pushed|bumped|delayed|shifted)$/;
const STARTS = new Set(["starts", "ships", "comes", "arrives", "opens", "begins", "lands", "it", "which", "due"]);
const DECIDES = /\b(?:tells?|know|hear|finds? out|decide|announce|reply|answer|decision)\b/;
const ARRIVAL = /\b(?:arriv|deliver|com(?:e|es|ing)\b|ship|supposed to|due)/;

/** Finds the matters that a message leaves open. */
export function readThreads(text: string, clauses: readonly Clause[], moment: Moment): ThreadReading {
  const bare = clauses.map((clause) => ({
    ...clause,
    words: withIs(
      withWe(
        clause.words.filter(
          ({ key }, at, all) => !FILLERS.has(key) && !(key === "ever" && all[at - 1]?.key === "first"),
        ),
      ),
    ),
  }));
  const candidates = bare
    .flatMap((clause, index) => candidatesIn(clause, index))
    .sort((one, other) => other.rank - one.rank);
  if (candidates.length === 0) {
    return { open: [], named: null };
  }
  const context = { ...moment, text, clauses: bare, now: toWallClock(moment.sentAt, moment.timeZone ?? "UTC") };
  const open: Found[] = [];
  for (const candidate of candidates) {
    const found = openThread(candidate, context);
    if (found !== null && open.length < MOST_THREADS && open.every((other) => isAnother(found, other))) {
      open.push(found);
    }
  }
  const named = open[0]?.thread.phrase ?? candidates.find(({ rank }) => rank >= LEAST_RANK_OF_TOPIC)?.phrase ?? null;
  return { open: open.map(({ thread }) => thread), named };
}

// Two threads of one message are two days, or at least two sentences with a date of their own.
function isAnother(found: Found, other: Found): boolean {
  return (
    found.clause !== other.clause &&
    found.when !== null &&
    other.when !== null &&
    Math.abs(found.when.until.getTime() - other.when.until.getTime()) > DAY_MS / 4
  );
}

function openThread(candidate: Candidate, context: Context): Found | null {
  const { clauses, sentAt, now } = context;
  const own = clauses[candidate.clause];
  if (own === undefined) {
    return null;
  }
  const sentence = clauses.filter((clause) => clause.sentence === own.sentence);
  const later = movedTo(context, candidate.clause);
  const moved = later !== null;
  const named = later ?? whenOf(candidate, { context, own, sentence });
  const when = named !== null && candidate.awaited === true && named.until < addMs(now, DAY_MS / 2) ? null : named;
  const ahead = when !== null && when.until > now;
  const following = clauses.filter((_, index) => index > candidate.clause);
  const given = candidate.kind === "promise" || candidate.awaited === true;
  const settled =
    (tellsOutcome(own) && !given) ||
    (!moved && [...sentence, ...following].some(tellsEnd)) ||
    (!ahead && !given && following.some(tellsOutcome));
  const tooOld = when !== null && when.until < addMs(now, -OLDEST_MS);
  const hasSign = when !== null || (candidate.kind === "waiting" ? clauses : sentence).some(isOnTheirMind);
  const unnamed =
    candidate.needsDate === true && (when === null || when.until < addMs(now, -DAY_MS / 2) || (isPast(own) && !moved));
  if (settled || tooOld || isOver(candidate, when, { own, now }) || unnamed || (candidate.needsSign && !hasSign)) {
    return null;
  }
  const { phrase, kind = "event", rank } = candidate;
  const timing = timingOf({ kind, phrase }, when, { sentAt, now, timeZone: context.timeZone });
  return { thread: { phrase, confidence: confidenceOf(rank, when), ...timing }, when, clause: candidate.clause };
}

// "it was my birthday yesterday", "got a haircut today"
function isOver(
  { from, phrase }: Candidate,
  when: When | null,
  { own, now }: { readonly own: Clause; readonly now: Date },
): boolean {
  if (when === null || (when.until > now && when.timed)) {
    return false;
  }
  const gone = when.until.getTime() < now.getTime() - DAY_MS / 2;
  const at = own.words[from]?.key === "got" ? from : from - 1;
  const got = own.words[at]?.key === "got" && own.words[at - 1]?.key !== "have" && own.words[at + 1]?.key !== "to";
  const sameDay = when.until.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  return (
    (gone && /\b(?:birthday|anniversary)\b/.test(phrase)) ||
    (got && gone) ||
    (got && sameDay && !when.late && /\b(?:haircut|tattoo|piercing|keys|kitten|puppy)\b/.test(phrase))
  );
}

// "it was supposed to be on the 27th but it's been moved to april 3rd"
function movedTo({ text, clauses, now }: Context, from: number): When | null {
  const clause = clauses.find(({ words }, index) => index >= from && words.some(({ key }) => MOVED.test(key)));
  const said = clause === undefined ? "" : textOf(text, [clause]);
  return readWhen(said.replace(/^.*?\b(?:moved|rescheduled|postponed|pushed|bumped|delayed|shifted)\b/i, ""), {
    now,
    past: false,
  });
}

function confidenceOf(rank: number, when: When | null): number {
  return Math.min(0.95, 0.5 + rank * 0.05 + (when === null ? 0 : 0.1));
}

// In its own clause, in its sentence, or in the next sentence where that begins with a date: "booked the tattoo!! may 8th".
function whenOf(
  candidate: Candidate,
  {
    context: { text, clauses, now },
    own,
    sentence,
  }: { readonly context: Context; readonly own: Clause; readonly sentence: readonly Clause[] },
): When | null {
  const past = isPast(own);
  const read = (some: readonly Clause[]): When | null => readWhen(textOf(text, some), { now, past });
  const here = read([own]);
  if (here !== null) {
    return here.until.getTime() - here.from.getTime() > 20 * DAY_MS ? (read(sentence) ?? here) : here;
  }
  const next = clauses[candidate.clause + 1];
  const nextDates = next !== undefined && startsWithDate(next);
  if (
    candidate.needsDate !== true ||
    nextDates ||
    (candidate.kind === "waiting" && ARRIVAL.test(textOf(text, sentence)))
  ) {
    const near = read(sentence);
    if (near !== null) {
      return near;
    }
  }
  if (past) {
    return null;
  }
  const later = clauses
    .slice(candidate.clause + 1)
    .find(
      (clause, index) =>
        (index < 2 && startsWithDate(clause)) || (candidate.kind === "waiting" && DECIDES.test(textOf(text, [clause]))),
    );
  return later === undefined ? null : read(clauses.filter(({ sentence: number }) => number === later.sentence));
}

function candidatesIn(clause: Clause, index: number): readonly Candidate[] {
  const { words } = clause;
  if (asksTheWorld(clause) || speaksOfDays(clause)) {
    return [];
  }
  const ruled = matchRules(words).flatMap((match) => {
    const made = draftFor(words, match);
    return made === null ? [] : [{ ...made, rank: match.rank }];
  });
  const promised = promises(words).map((draft) => ({ ...draft, rank: RANK.promise }));
  return [
    ...promised,
    ...[
      ...ruled,
      ...namedMatters(words),
      ...[...trials(words), ...goals(words)].map((draft) => ({ ...draft, rank: RANK.trial })),
      ...datedMatters(words).map((draft) => ({ ...draft, rank: RANK.dated })),
      ...undertakings(words).map((draft) => ({ ...draft, rank: RANK.undertaking })),
    ].filter(({ from }) => !isDenied(words, from)),
  ]
    .filter(({ from }) => !asksOthers(clause, from))
    .map((draft) => ({ ...draft, clause: index }));
}

// "may 8th, 11am", "starts on the 12th", "it's on the 9th"
function startsWithDate({ words }: Clause): boolean {
  const first = words[0]?.key ?? "";
  return beginsDate(words, 0) || (STARTS.has(first) && (beginsDate(words, 1) || beginsDate(words, 2)));
}

// "me and jo are driving to scotland": we are.
function withWe(words: readonly Word[]): readonly Word[] {
  const [first, and, , verb] = words;
  const isPair = first?.key === "me" && and?.key === "and" && (verb?.key === "are" || verb?.key === "have");
  return isPair ? [{ ...first, text: "we", key: "we" }, ...words.slice(3)] : words;
}

const AFTER_IS = new Set([
  "visiting",
  "on",
  "at",
  "in",
  "got",
  "off",
  "now",
  "not",
  "the",
  "this",
  "next",
  "been",
  "cancelled",
  "canceled",
  "moved",
  "tomorrow",
  "today",
  "tonight",
  "coming",
  "going",
  "getting",
  "starting",
  "due",
  "having",
  "back",
  "over",
  "done",
]);

// "recital's on the 19th": an owner is followed by what they own, never by a date.
function withIs(words: readonly Word[]): readonly Word[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1]?.key ?? "";
    if (
      !/^[\p{L}-]{3,}'s$/u.test(word.key) ||
      !(
        AFTER_IS.has(next) ||
        (beginsDate(words, at + 1) && !/^(?:first|second|third|last|\d+(?:st|nd|rd|th))$/.test(next))
      )
    ) {
      return [word];
    }
    const is = next === "got" || next === "been" ? "has" : "is";
    return [
      { ...word, text: word.text.slice(0, -2), key: word.key.slice(0, -2) },
      { text: is, key: is, at: word.at + word.text.length - 1 },
    ];
  });
}

function textOf(text: string, clauses: readonly Clause[]): string {
  const first = clauses[0]?.words[0];
  const last = clauses.at(-1)?.words.at(-1);
  return first === undefined || last === undefined ? "" : text.slice(first.at, last.at + last.text.length);
}
