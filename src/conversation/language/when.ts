import * as chrono from "chrono-node";
import { addMs, DAY_MS } from "../../kernel/index.ts";

/** Sentences longer than this are searched for dates only up to here. */
const MAX_DATED_CHARACTERS = 300;
const PART_OF_DAY = /morning|afternoon|evening|night|noon|lunch/i;
const EARLIEST_HOUR = 8;
const STRETCH = /\b(?:minute|hour|day|week|month|year)s?\b/i;
const ALREADY_BEGUN = /^(?:this|today|tonight|earlier|last|yesterday)/i;
// Words that chrono takes for dates and people mostly do not mean so.
const NO_DATE =
  /^(?:now|night|morning|noon|(?:a )?quarter|(?:a )?half|midday|evening|afternoon|may|sat|sun|mar|second|just now|right now|at the moment|(?:last|first|next|big|this) day|the moment|a (?:second|sec|minute|moment|bit))$/i;

/**
 * The moment that a sentence names, in UTC; `null` if it names none. Without a time of day it is noon, a mere month is its last
 * day: what is asked about too late is still kind, too early is not.
 *
 * @param past - whether the sentence speaks of what has been: "on Monday" is then the last one, not the next.
 */
export function readMoment(sentence: string, options: { sentAt: Date; past: boolean }): Date | null {
  const reference = { instant: options.sentAt, timezone: 0 };
  const text = sentence.slice(0, MAX_DATED_CHARACTERS);
  for (const result of chrono.parse(text, reference, { forwardDate: !options.past })) {
    const before = text.slice(0, result.index);
    if (NO_DATE.test(result.text) && !/in $/i.test(before)) {
      continue;
    }
    const isStretch =
      /\b(?:since|past|last)\s*$/i.test(before) ||
      ((/\bfor\s*$/i.test(before) || /^for\b/i.test(result.text)) && STRETCH.test(result.text));
    if (isStretch) {
      continue; // "since Monday", "for three days": how long it lasts, not when it is decided
    }
    if (!options.past && ALREADY_BEGUN.test(result.text)) {
      return momentOf(chrono.parse(result.text, reference)[0] ?? result, options.sentAt);
    }
    return notLaterToday(notToday(momentOf(result, options.sentAt), result, options), options);
  }
  return dayOfMonth(text, options);
}

// Who says "on Wednesday" on a Wednesday means the next one; today would be "today".
function notToday(
  moment: Date | null,
  { start }: chrono.ParsedResult,
  { sentAt, past }: { sentAt: Date; past: boolean },
): Date | null {
  const isToday = moment?.toISOString().slice(0, 10) === sentAt.toISOString().slice(0, 10);
  return moment !== null && isToday && !past && start.isCertain("weekday") && !start.isCertain("day")
    ? addMs(moment, 7 * DAY_MS)
    : moment;
}

// What has been cannot lie ahead: "this morning", said at one at night in UTC, was a morning elsewhere.
function notLaterToday(moment: Date | null, { sentAt, past }: { sentAt: Date; past: boolean }): Date | null {
  const ahead = moment !== null && moment > sentAt && moment.getTime() - sentAt.getTime() < DAY_MS;
  return past && ahead ? sentAt : moment;
}

// "on the 12th": the next such day, or the last one where the sentence speaks of what has been.
function dayOfMonth(text: string, { sentAt, past }: { sentAt: Date; past: boolean }): Date | null {
  const day = Number(/\bthe (\d{1,2})(?:st|nd|rd|th)\b/i.exec(text)?.[1] ?? 0);
  if (day < 1 || day > 31 || Number.isNaN(sentAt.getTime())) {
    return null;
  }
  const candidates = [-1, 0, 1].map(
    (months) => new Date(Date.UTC(sentAt.getUTCFullYear(), sentAt.getUTCMonth() + months, day, 12)),
  );
  return (
    (past
      ? candidates.findLast((date) => date <= sentAt)
      : candidates.find((date) => date.getTime() > sentAt.getTime() - DAY_MS / 2)) ?? null
  );
}

function momentOf({ text, start }: chrono.ParsedResult, sentAt: Date): Date | null {
  const date = start.date();
  if (Number.isNaN(date.getTime())) {
    return null;
  }
  const onlyMonth =
    !start.isCertain("day") &&
    !start.isCertain("weekday") &&
    start.isCertain("month") &&
    !/week|day|hour|minute/i.test(text);
  if (onlyMonth) {
    return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, 12));
  }
  // "at 4" without more is an hour of the day, not of the night.
  if (start.isCertain("hour") && !start.isCertain("meridiem") && (start.get("hour") ?? 12) < EARLIEST_HOUR) {
    const later = addMs(date, DAY_MS / 2);
    const dated = start.isCertain("day") || start.isCertain("weekday");
    return !dated && later.getTime() - sentAt.getTime() > DAY_MS ? addMs(later, -DAY_MS) : later;
  }
  const hasTime = start.isCertain("hour") || PART_OF_DAY.test(text);
  if (hasTime || Math.abs(date.getTime() - sentAt.getTime()) < DAY_MS / 8) {
    return date;
  }
  return addMs(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate())), DAY_MS / 2);
}
