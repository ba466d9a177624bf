import { addMs, DAY_MS, HOUR_MS, latest } from "../../kernel/index.ts";
import { fromWallClock, toWallClock } from "./dates/wall-clock.ts";
import type { When } from "./dates/read-when.ts";
import type { ThreadKind } from "./thread-draft.ts";

/** When a matter is decided, when one may ask about it, and when nobody would ask any more. */
export interface ThreadTiming {
  readonly kind: ThreadKind;
  /** `null` where no date was named. */
  readonly mattersAt: Date | null;
  /** Never before it is over. */
  readonly askAt: Date;
  readonly staleAt: Date;
}

/** A thing at an hour is over after so long; a shift or a first day takes the whole day. Guessed, rather too long. */
const LASTS_MS = 4 * HOUR_MS;
const LONG_LASTS_MS = 9 * HOUR_MS;
const LONG = /\b(?:shift|first day|last day|festival|conference|hackathon|convention|trip|move)\b/;
/** What belongs to a day without an hour is over by then. */
const END_OF_DAY_MS = 18 * HOUR_MS;
/** Lessons, offices and answers are over by then; of anything else we do not know whether it fills the evening. */
const BY_DAY =
  /\b(?:exam|exams|test|quiz|final|finals|midterm|oral|resit|retake|mock|interview|presentation|meeting|appointment|defen[cs]e|viva|lesson|class|deadline|results?|grades?|review|audition|demo|pitch|viewing|inspection|haircut|essay|thesis|paper|report|assignment)$/;
/** Days and zones: where the zone is not known, a day ends for somebody twelve hours later. */
const UNKNOWN_ZONE_MS = 12 * HOUR_MS;
/** Without a date one leaves them so long. */
const UNDATED_ASK_MS: Readonly<Record<ThreadKind, number>> = {
  event: 2 * DAY_MS,
  waiting: 2 * DAY_MS,
  plan: 2 * DAY_MS,
  promise: 2 * DAY_MS,
  recurring: 2 * DAY_MS,
  goal: 7 * DAY_MS,
};
const STALE_MS = 14 * DAY_MS;
const UNDATED_GOAL_STALE_MS = 45 * DAY_MS;
const RECURRING_STALE_MS = 6 * DAY_MS;
/** A last day that lies further ahead makes a plan a goal: one asks how it is getting on, long before. */
const FAR_MS = 21 * DAY_MS;

/** Works out the times of a thread. All of it is guessed where the person did not say, and guessed late. */
export function timingOf(
  { kind: said, phrase }: { readonly kind: ThreadKind; readonly phrase: string },
  when: When | null,
  { sentAt, now, timeZone }: { readonly sentAt: Date; readonly now: Date; readonly timeZone: string | null },
): ThreadTiming {
  const real = (shown: Date): Date => fromWallClock(shown, timeZone ?? "UTC");
  const kind = kindOf(said, phrase, { when, now });
  if (when === null) {
    const staleMs = kind === "goal" ? UNDATED_GOAL_STALE_MS : STALE_MS;
    return { kind, mattersAt: null, askAt: addMs(sentAt, UNDATED_ASK_MS[kind]), staleAt: addMs(sentAt, staleMs) };
  }
  const mattersAt = real(when.until);
  const staleAt = addMs(mattersAt, kind === "recurring" ? RECURRING_STALE_MS : STALE_MS);
  if (kind === "goal" && when.bound) {
    return { kind, mattersAt, askAt: addMs(sentAt, UNDATED_ASK_MS.goal), staleAt };
  }
  const over = addMs(real(overAt(when, { kind, phrase })), timeZone === null ? UNKNOWN_ZONE_MS : 0);
  return { kind, mattersAt, askAt: latest(over, sentAt), staleAt };
}

function kindOf(
  said: ThreadKind,
  phrase: string,
  { when, now }: { readonly when: When | null; readonly now: Date },
): ThreadKind {
  if (when?.repeats === true || /\b(?:birthday|anniversary)\b(?! party| dinner| trip| present| cake)/.test(phrase)) {
    return "recurring";
  }
  const far = when !== null && when.bound && when.until.getTime() - now.getTime() > FAR_MS;
  return (said === "plan" || said === "promise") && far ? "goal" : said;
}

// In wall-clock time: "18:00" is six in the evening whatever the clocks do on that day.
function overAt(
  { until, timed, late }: When,
  { kind, phrase }: { readonly kind: ThreadKind; readonly phrase: string },
): Date {
  const byDay =
    kind === "waiting" || kind === "promise" || BY_DAY.test(phrase.replace(/ (?:at|for|with|in|of) .*$/, ""));
  const midnight = new Date(Math.floor(until.getTime() / DAY_MS) * DAY_MS);
  if (late) {
    return latest(addMs(midnight, DAY_MS), timed ? addMs(until, LASTS_MS) : midnight);
  }
  if (!timed && !byDay) {
    return addMs(midnight, DAY_MS);
  }
  return timed ? addMs(until, LONG.test(phrase) ? LONG_LASTS_MS : LASTS_MS) : addMs(midnight, END_OF_DAY_MS);
}

/** As {@link timingOf}, for a thread that is known already and now has another date, or is spoken of anew. */
export function timingAt(
  thread: { readonly kind: ThreadKind; readonly phrase: string },
  when: When | null,
  { sentAt, timeZone }: { readonly sentAt: Date; readonly timeZone: string | null },
): ThreadTiming {
  return timingOf(thread, when, { sentAt, now: toWallClock(sentAt, timeZone ?? "UTC"), timeZone });
}
