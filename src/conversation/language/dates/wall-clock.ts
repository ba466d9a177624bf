import { Temporal } from "temporal-polyfill";

/** What a clock on the wall of the zone shows, as if it were UTC: chrono and we count in it, whatever the clocks do at night. */
export function toWallClock(moment: Date, timeZone: string): Date {
  if (timeZone === "UTC" || Number.isNaN(moment.getTime())) {
    return moment;
  }
  const { offsetNanoseconds } = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(moment.getTime() + offsetNanoseconds / 1e6);
}

/** The moment at which a clock of the zone shows this. An hour that does not exist becomes the next one. */
export function fromWallClock(shown: Date, timeZone: string): Date {
  if (timeZone === "UTC" || Number.isNaN(shown.getTime())) {
    return shown;
  }
  const civil = Temporal.PlainDateTime.from(shown.toISOString().slice(0, 23));
  return new Date(civil.toZonedDateTime(timeZone).epochMilliseconds);
}
