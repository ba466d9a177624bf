import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../kernel/index.ts";
import type { ContactHours } from "../contact-hours.ts";

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows, in minutes of the day. By `Intl`, so that it shares nothing with the code under test. */
function minuteOnTheWall(moment: Date, timeZone: string): number {
  let clock = wallClocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    wallClocks.set(timeZone, clock);
  }
  const [hour = "", minute = ""] = clock.format(moment).split(":");
  return Number(hour) * 60 + Number(minute);
}

/** Whether a person may be written to at this moment: the rule itself, slow and plain, for tests to hold the code against. */
export function isGoodMoment(moment: Date, hours: ContactHours): boolean {
  if (hours.type === "activity") {
    return hours.times.some((time) => {
      const apart = Math.abs((moment.getTime() - time.getTime()) % DAY_MS);
      return Math.min(apart, DAY_MS - apart) <= 2 * HOUR_MS;
    });
  }
  if (hours.quiet === null) {
    return true;
  }
  const { fromMinute, toMinute } = hours.quiet;
  const minute = minuteOnTheWall(moment, hours.timeZone);
  return fromMinute <= toMinute ? minute < fromMinute || minute >= toMinute : minute < fromMinute && minute >= toMinute;
}

/** Whether the clock on the wall shows this minute twice, because it is put back. By half an hour, an hour or two, as clocks are. */
export function isShownTwice(moment: Date, timeZone: string): boolean {
  const shown = minuteOnTheWall(moment, timeZone);
  return [-120, -60, -30, 30, 60, 120].some(
    (minutes) => minuteOnTheWall(new Date(moment.getTime() + minutes * MINUTE_MS), timeZone) === shown,
  );
}
