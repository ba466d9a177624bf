import { Temporal } from "temporal-polyfill";

import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "../../kernel/index.ts";

/** Local minutes of the day between which nothing is sent; `from` after `to` goes over midnight. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** When a person may be written to. */
export type ContactHours =
  /** Their zone is known: outside the quiet hours there. `null`: at any hour. */
  | { readonly type: "zone"; readonly timeZone: string; readonly quiet: QuietHours | null }
  /** It is not: near a time of day at which they wrote. */
  | { readonly type: "activity"; readonly times: readonly Date[] };

/** How far from a time of day at which they wrote one may still write to somebody whose zone is unknown. */
export const ACTIVITY_MARGIN_MS = 2 * HOUR_MS;

/**
 * A good moment to write to this person, at or after `wanted`: `wanted` itself where it is allowed. Reads no clock.
 *
 * In a known zone the quiet hours are civil time: on the night that clocks change they begin and end by the clock on the wall. An
 * end that the change skips is the first moment after it.
 *
 * @returns `null` where no hour is known to be good.
 */
export function nextContactTime(wanted: Date, hours: ContactHours): Date | null {
  return hours.type === "zone"
    ? outsideQuietHours(wanted, hours.timeZone, hours.quiet)
    : nearActivity(wanted, hours.times);
}

function outsideQuietHours(wanted: Date, timeZone: string, quiet: QuietHours | null): Date {
  if (quiet === null) {
    return wanted;
  }
  let local = Temporal.Instant.fromEpochMilliseconds(wanted.getTime()).toZonedDateTimeISO(timeZone);
  // More than once only where a change of the clock skips the end, and what comes after the gap is quiet too.
  while (isQuiet(minuteOfDay(local), quiet)) {
    local = nextEnd(local, quiet);
  }
  return new Date(local.epochMilliseconds);
}

/** The moment after `local`, which is quiet, at which the quiet hours end by the clock on the wall. */
function nextEnd(local: Temporal.ZonedDateTime, { toMinute }: QuietHours): Temporal.ZonedDateTime {
  const end = local
    .toPlainDate()
    .add({ days: minuteOfDay(local) >= toMinute ? 1 : 0 })
    .toPlainDateTime({ hour: Math.floor(toMinute / 60), minute: toMinute % 60 });
  const first = end.toZonedDateTime(local.timeZoneId, { disambiguation: "compatible" });
  if (!first.toPlainDateTime().equals(end)) {
    const before = end.toZonedDateTime(local.timeZoneId, { disambiguation: "earlier" });
    return before.getTimeZoneTransition("next") ?? first; // the clock skips this end
  }
  // An end that the clock shows twice is the first of the two, unless that has passed.
  return first.epochMilliseconds > local.epochMilliseconds
    ? first
    : end.toZonedDateTime(local.timeZoneId, { disambiguation: "later" });
}

function minuteOfDay({ hour, minute }: Temporal.ZonedDateTime): number {
  return hour * 60 + minute;
}

function isQuiet(minute: number, { fromMinute, toMinute }: QuietHours): boolean {
  return fromMinute <= toMinute ? minute >= fromMinute && minute < toMinute : minute >= fromMinute || minute < toMinute;
}

/** At once where it is near a time of day at which they wrote; otherwise at the next such time of day. */
function nearActivity(wanted: Date, times: readonly Date[]): Date | null {
  const waits = times.map((time) => {
    const untilSameTime = modulo(time.getTime() - wanted.getTime(), DAY_MS);
    const near = Math.min(untilSameTime, DAY_MS - untilSameTime) <= ACTIVITY_MARGIN_MS;
    return near ? 0 : untilSameTime;
  });
  return waits.length === 0 ? null : addMs(wanted, Math.min(...waits));
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/**
 * Reads "22:00-09:00", or "none" for no quiet hours.
 *
 * @returns `undefined` where the text is neither.
 */
export function parseQuietHours(text: string): QuietHours | null | undefined {
  if (text.trim().toLowerCase() === "none") {
    return null;
  }
  const match = /^\s*([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)\s*$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
  return { fromMinute: fromHour * 60 + fromMinute, toMinute: toHour * 60 + toMinute };
}

/** "22:00-09:00"; "none" for no quiet hours. */
export function formatQuietHours(quiet: QuietHours | null): string {
  if (quiet === null) {
    return "none";
  }
  const clock = (minute: number): string => new Date(minute * MINUTE_MS).toISOString().slice(11, 16);
  return `${clock(quiet.fromMinute)}-${clock(quiet.toMinute)}`;
}
