import data from "./word-lists/thread-turns.json" with { type: "json" };
import { readWhen, type When } from "./dates/read-when.ts";
import { toWallClock } from "./dates/wall-clock.ts";
import { cleanMessage, type Clause, splitIntoClauses } from "./text/index.ts";

/** What a message tells of matters that it may not even name. */
export interface ThreadTurns {
  readonly words: ReadonlySet<string>;
  /** It moves something to another day. */
  readonly moves: boolean;
  readonly cancels: boolean;
  /** It says plainly how something came out. */
  readonly outcome: boolean;
  /** It reads like a tale of something that has just been. */
  readonly tells: boolean;
  /** What was to come is there before its day. */
  readonly early: boolean;
  /** It says that something is still open. */
  readonly stillOpen: boolean;
  /** The first date that lies ahead; where something was put off, seen from its old date. */
  when(from: Date | null): When | null;
}

const MOVED = new RegExp(data.moved);
const LATER = new RegExp(data.later);
const CANCELLED = new RegExp(data.cancelled);
const OUTCOME = new RegExp(data.outcome);
const EARLY = new RegExp(data.early);
const EXCLAIMS = new RegExp(data.exclaims);
const TELLS = new RegExp(data.pronounTells);
const JUDGES = new RegExp(data.pronounJudges);
const STILL_OPEN = new RegExp(data.stillOpen);
const GRADES = new RegExp(data.grades);
const EARLIER_THAN_SAID = /\b(?:already|early)\b/;

/** Reads the turns that a message brings. Pure; made of patterns, so it sees the plain ways to say it. */
export function readTurns(
  text: string,
  { sentAt, timeZone }: { readonly sentAt: Date; readonly timeZone: string | null },
): ThreadTurns {
  const clean = cleanMessage(text).text;
  const clauses = splitIntoClauses(clean);
  const plain = clauses.map(keysOf);
  const has = (pattern: RegExp): boolean =>
    plain.some((clause) => pattern.test(clause)) || pattern.test(plain.join(" "));
  const outcome = has(OUTCOME) || GRADES.test(clean);
  const now = toWallClock(sentAt, timeZone ?? "UTC");
  return {
    words: new Set(clauses.flatMap(({ words }) => words.map(({ key }) => stem(key)))),
    moves: has(MOVED),
    cancels: has(CANCELLED),
    outcome,
    tells: outcome || has(EXCLAIMS) || has(TELLS) || has(JUDGES) || /\b(?:10|[0-9])\/10\b/.test(clean),
    early: has(EARLY) && has(EARLIER_THAN_SAID),
    stillOpen: has(STILL_OPEN),
    when: (from) => {
      const putOff = from !== null && from > sentAt && has(LATER);
      return readWhen(clean, { now: putOff ? toWallClock(from, timeZone ?? "UTC") : now, past: false, putOff });
    },
  };
}

/** "exams" and "exam's" are the exam. */
export function stem(word: string): string {
  return word.replace(/'s$/, "").replace(/(?<=[^s]{3})s$/, "");
}

function keysOf({ words }: Clause): string {
  return words.map(({ key }) => key.replace(/^([\p{L}-]+)'s$/u, "$1 is")).join(" ");
}
