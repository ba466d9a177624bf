import type { ParsedResult } from "chrono-node";

import { addMs, DAY_MS, HOUR_MS, WEEK_MS } from "../../../kernel/index.ts";
import { english } from "./english-parsers.ts";

/** When something matters, in wall-clock time. */
export interface When {
  readonly from: Date;
  /** The last moment that was named; noon where it has no time of day. What is asked about too late is still kind, too early is not. */
  readonly until: Date;
  /** Whether a time of day was named. */
  readonly timed: boolean;
  /** It belongs to an evening, a night, a feast, or several days: it is over on the day after. */
  readonly late: boolean;
  /** It comes back: "every tuesday". */
  readonly repeats: boolean;
  /** A last day rather than the day itself: "by friday". */
  readonly bound: boolean;
  /** Where in the text it stands. */
  readonly index: number;
  readonly text: string;
}

/** Sentences longer than this are searched for dates only up to here. */
const MAX_DATED_CHARACTERS = 300;
const PART_OF_DAY = /morning|afternoon|evening|night|noon|lunch/i;
const LATE = /evening|night|tonight|tonite|weekend|eve\b|halloween|thanksgiving|christmas|xmas|new year|valentine/i;
const EARLIEST_HOUR = 8;
const EVENING_HOUR = 19;
const STRETCH = /\b(?:minute|hour|day|week|month|year)s?\b/i;
const ALREADY_BEGUN = /^(?:today|tonight|earlier|last|yesterday|this (?:morning|afternoon|evening|noon))/i;
const REPEATS = /\b(?:every|each)\b|days\b/i;
// A text without any of these holds no date, and reading it by chrono would be in vain.
const MAYBE_DATED =
  /\d|day\b|days\b|\b(?:to(?:morrow|day|night|nite)|tmrw?|tmr|tmw|mon|tues?|weds?|thu(?:rs?)?|fri|week|weekend|month|year|jan|feb|march|april|may|june|july|aug|sept?|oct|nov|dec|noon|midnight|morning|afternoon|evening|night|ago|halloween|thanksgiving|christmas|xmas|nye|eve|valentine|yesterday|hour|minute|new year)|uary\b|mber\b|ober\b|gust\b/i;
// Words that chrono takes for dates and people mostly do not mean so.
const NO_DATE =
  /^(?:now|night|morning|noon|(?:a )?quarter|(?:a )?half|midday|evening|afternoon|may|march|sat|sun|mar|second|just now|right now|at the moment|(?:last|first|next|big|this) day|the moment|a day|a (?:second|sec|minute|moment|bit)|(?:this|last|next) year|\d{1,2}|\d+\.\d+)$/i;
const SPAN =
  /^(?:\d+|an?|two|three|four|five|six|seven|ten|few|a few|a couple of?) (?:minutes?|hours?|days?|weeks?|months?|years?)$/i;
const MONTH_LIKE = /^(?:may|march|mar)$/i;

const PLAINER: readonly (readonly [RegExp, string])[] = [
  [/\bat (\d{1,2}(?::\d\d)?)( tomorrow| today| on \w+day| \w+day)? (?:in the )?morning\b/gi, "at $1 am$2"],
  [/\bhalf (?:past )?(\d{1,2})\b/gi, "at $1:30"],
  [/\b(\d{1,2})\.([0-5]\d)(?=\D|$)(?!\s*%)/g, "$1:$2"],
  [/\b(in|within) (?:like|about|around|roughly|maybe|exactly|approx|just|only) /gi, "$1 "],
  [/\bbetween (\d{1,2})(?:\s?[ap]m)? and (\d{1,2}(?:\s?[ap]m)?)((?: on)? (?:tomorrow|today|\w+day))?/gi, "$3 at $2"],
  [/\b(tomorrow|today|tmrw|\w+day) morning,? (?:at )?(\d{1,2}(?::\d\d)?)\b(?! ?[ap]m)/gi, "$1 at $2 am"],
  [/\b(tomorrow|today|tmrw|\w+day) (?:evening|night),? (?:at )?(\d{1,2}(?::\d\d)?)\b(?! ?[ap]m)/gi, "$1 at $2 pm"],
  [/\b(morning|evening|night) (tomorrow|today)\b/gi, "$2 $1"],
  [/\bfor the first time in [^.,]{0,16}?(?:years?|months?|ages)\b/gi, ""],
  [/\b(?:last|first|big|late|early) (night|day|evening|week) (?=shift|at|of|in|before|with)/gi, "$1 "],
  [/\bfirst (?=one\b)/gi, ""],
  [/\btm(?:w|rrw|oro|orow|mrw)\b/gi, "tomorrow"],
  [/\bat at\b/gi, "at"],
  [/(day|tomorrow|\dth) now\b/gi, "$1"],
  [/([a-z]day|[ap]m|\d)[ -]?ish\b/gi, "$1"],
];

/**
 * The first date that a text names; `null` if it names none. `past`: it speaks of what has been, so "on Monday"
 * is the last one. `putOff`: `now` is the day from which "a week later" counts.
 */
export function readWhen(
  sentence: string,
  options: { readonly now: Date; readonly past: boolean; readonly putOff?: boolean },
): When | null {
  if (!MAYBE_DATED.test(sentence)) {
    return null;
  }
  const { now, past } = options;
  const text = PLAINER.reduce(
    (plain, [pattern, to]) => plain.replace(pattern, to),
    sentence.slice(0, MAX_DATED_CHARACTERS),
  );
  const reference = { instant: now, timezone: 0 };
  const results = english.parse(text, reference, { forwardDate: !past });
  // "a week later, the 16th": the day itself says more, and "later" is later than something that this text may not name.
  const exact = results.filter(({ text: named }) => !/\b(?:later|earlier)\b/i.test(named));
  for (const found of options.putOff === true ? [...exact, ...results] : exact) {
    // "resit in may, the 4th": the day within the month.
    const result =
      (isOnlyMonth(found)
        ? exact.find((other) => other.start.isCertain("day") && other.start.get("month") === found.start.get("month"))
        : undefined) ?? found;
    const before = text.slice(0, result.index);
    const isMonth = MONTH_LIKE.test(result.text) && /\b(?:in|by|until|till|before|of|this|next) $/i.test(before);
    if (
      ((NO_DATE.test(result.text) || SPAN.test(result.text)) && !/\b(?:in|within|after) $/i.test(before) && !isMonth) ||
      isStretch(before, result.text)
    ) {
      continue; // "since Monday", "for three days": how long it lasts, not when it is decided
    }
    const begun = !past && ALREADY_BEGUN.test(result.text) ? english.parse(result.text, reference)[0] : undefined;
    const shifted = notLaterToday(notToday(momentOf(begun ?? result, now), begun ?? result, options), options);
    return shifted === null ? null : describe(begun ?? result, shifted, { before, text, now });
  }
  return null;
}

function isStretch(before: string, text: string): boolean {
  if (/^new year/i.test(text)) {
    return false; // "in prague for new year"
  }
  return (
    /\b(?:since|past|last)\s*$/i.test(before) ||
    ((/\b(?:for|takes?|took)(?: like)?\s*$/i.test(before) || /^for\b/i.test(text)) && STRETCH.test(text))
  );
}

function describe(
  result: ParsedResult,
  start: Date,
  { before, text, now }: { readonly before: string; readonly text: string; readonly now: Date },
): When {
  const around = text.slice(Math.max(0, result.index - 7), result.index + result.text.length + 12);
  const timed = result.start.isCertain("hour");
  const last = result.end ? momentOf({ ...result, start: result.end }, now) : null;
  const end = last ?? start;
  const onlyMonth = isOnlyMonth(result);
  return {
    from: onlyMonth ? new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), 1, 12)) : start,
    until: end < start ? start : end,
    timed,
    late:
      LATE.test(around) ||
      (timed && start.getUTCHours() >= EVENING_HOUR) ||
      end.getTime() - start.getTime() >= DAY_MS / 2,
    repeats: REPEATS.test(result.text) && !/\b\d|\b(?:two|three|four|five|six|few) days/i.test(result.text),
    bound:
      /\b(?:by|before|until|till|within|end of|latest)(?: the)? ?$/i.test(before) ||
      /^(?:by|before|until|till)\b/i.test(result.text),
    index: result.index,
    text: result.text,
  };
}

// Who says "on Wednesday" on a Wednesday means the next one; today would be "today".
function notToday(
  moment: Date | null,
  { start }: ParsedResult,
  { now, past }: { readonly now: Date; readonly past: boolean },
): Date | null {
  const isToday = moment?.toISOString().slice(0, 10) === now.toISOString().slice(0, 10);
  return moment !== null && isToday && !past && start.isCertain("weekday") && !start.isCertain("day")
    ? addMs(moment, 7 * DAY_MS)
    : moment;
}

// What has been cannot lie ahead: "this morning", said at one at night in UTC, was a morning elsewhere.
function notLaterToday(
  moment: Date | null,
  { now, past }: { readonly now: Date; readonly past: boolean },
): Date | null {
  if (moment === null || !past || moment <= now) {
    return moment;
  }
  const soon = moment.getTime() - now.getTime() < DAY_MS;
  return soon ? now : moment.getTime() - now.getTime() < WEEK_MS ? addMs(moment, -WEEK_MS) : moment;
}

function isOnlyMonth({ text, start }: ParsedResult): boolean {
  return (
    !start.isCertain("day") &&
    !start.isCertain("weekday") &&
    start.isCertain("month") &&
    !/week|day|hour|minute/i.test(text)
  );
}

function momentOf(result: ParsedResult, now: Date): Date | null {
  const { text, start } = result;
  const date = start.date();
  if (Number.isNaN(date.getTime())) {
    return null;
  }
  if (isOnlyMonth(result)) {
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, 12));
  }
  // "at 4" without more is an hour of the day, not of the night.
  if (start.isCertain("hour") && !start.isCertain("meridiem") && (start.get("hour") ?? 12) < EARLIEST_HOUR) {
    const later = addMs(date, DAY_MS / 2);
    const dated = start.isCertain("day") || start.isCertain("weekday");
    return !dated && later.getTime() - now.getTime() > DAY_MS ? addMs(later, -DAY_MS) : later;
  }
  const hasTime = start.isCertain("hour") || PART_OF_DAY.test(text);
  if (hasTime || Math.abs(date.getTime() - now.getTime()) < 3 * HOUR_MS) {
    return date;
  }
  return addMs(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())), DAY_MS / 2);
}
