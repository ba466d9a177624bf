/** All durations inside the code are milliseconds; these are the steps that they are built from. */
export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

/** The moment `ms` milliseconds after (or, when negative, before) `moment`. */
export function addMs(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}

/** The later of the moments given; `null`s are passed over. */
export function latest(first: Date, ...others: readonly (Date | null)[]): Date {
  return others.reduce<Date>((best, other) => (other !== null && other > best ? other : best), first);
}

const UNITS: readonly (readonly [string, number])[] = [
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
];

/** A duration in plain English, by its largest unit: "3 days", "1 hour", "less than a minute". */
export function describeDuration(ms: number): string {
  for (const [unit, size] of UNITS) {
    const count = Math.round(ms / size);
    if (ms >= size * 0.95) {
      return `${count} ${unit}${count === 1 ? "" : "s"}`;
    }
  }
  return "less than a minute";
}
