/** The zone in which all times on the page are shown. */
export const BROWSER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function format(options: Intl.DateTimeFormatOptions): (moment: string | Date) => string {
  const formatter = new Intl.DateTimeFormat("en-GB", options);
  return (moment) => formatter.format(new Date(moment)).replace(",", "");
}

/** `14:05` */
export const timeWords = format({ hour: "2-digit", minute: "2-digit" });

/** `Tue 24 Nov 2026` */
export const dateWords = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });

const dayWords = format({ weekday: "long", day: "numeric", month: "long" });
const dayAndYearWords = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const shortDayWords = format({ weekday: "short", day: "numeric", month: "short" });

/** `Tue 24 Nov, 14:05` */
export function momentWords(moment: string | Date): string {
  return `${shortDayWords(moment)}, ${timeWords(moment)}`;
}

/** `14:05 on Tue 24 Nov` in somebody else's zone. */
export function momentWordsIn(moment: string, timeZone: string): string {
  const options = { timeZone } as const;
  const time = format({ ...options, hour: "2-digit", minute: "2-digit" })(moment);
  return `${time} on ${format({ ...options, weekday: "short", day: "numeric", month: "short" })(moment)}`;
}

/** One text per calendar day in the browser's zone: two moments with the same text are on the same day. */
export const dayKey = format({ year: "numeric", month: "2-digit", day: "2-digit" });

/** `Today`, `Yesterday`, `Tuesday 24 November`, seen from the sandbox's own now. */
export function daySeparatorWords(moment: string, now: string): string {
  const day = dayKey(moment);
  if (day === dayKey(now)) {
    return "Today";
  }
  if (day === dayKey(new Date(Date.parse(now) - DAY_MS))) {
    return "Yesterday";
  }
  return moment.slice(0, 4) === now.slice(0, 4) ? dayWords(moment) : dayAndYearWords(moment);
}

/** `2 days`, `1 day 3 hours`, `40 minutes`. */
export function lengthWords(lengthMs: number): string {
  const minutes = Math.max(0, Math.round(lengthMs / MINUTE_MS));
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor((minutes % 1_440) / 60);
  if (days > 0) {
    return hours > 0 && days < 3 ? `${counted(days, "day")} ${counted(hours, "hour")}` : counted(days, "day");
  }
  if (hours > 0) {
    const rest = minutes % 60;
    return rest > 0 && hours < 3 ? `${counted(hours, "hour")} ${counted(rest, "minute")}` : counted(hours, "hour");
  }
  return counted(minutes, "minute");
}

/** `4 days ago`, `just now`: of a moment that has passed, in one unit. */
export function agoWords(moment: string, now: string): string {
  const [days, hours, minutes] = [DAY_MS, HOUR_MS, MINUTE_MS].map((unitMs) =>
    Math.floor((Date.parse(now) - Date.parse(moment)) / unitMs),
  );
  if (days !== undefined && days > 0) {
    return `${counted(days, "day")} ago`;
  }
  if (hours !== undefined && hours > 0) {
    return `${counted(hours, "hour")} ago`;
  }
  return minutes !== undefined && minutes > 0 ? `${counted(minutes, "minute")} ago` : "just now";
}

/** `in 2 days`, `3 hours ago`, `just now`. */
export function distanceWords(moment: string, now: string): string {
  const distanceMs = Date.parse(moment) - Date.parse(now);
  if (Math.abs(distanceMs) < MINUTE_MS) {
    return "just now";
  }
  const length = lengthWords(Math.abs(distanceMs));
  return distanceMs > 0 ? `in ${length}` : `${length} ago`;
}

function counted(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? "" : "s"}`;
}

/** Full hours, rounded up, from now to a moment; at least one. */
export function hoursUntil(moment: string, now: string): number {
  return Math.max(1, Math.ceil((Date.parse(moment) - Date.parse(now)) / HOUR_MS));
}
