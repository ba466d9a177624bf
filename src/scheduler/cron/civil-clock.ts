import { Temporal } from "temporal-polyfill";

import { SECOND_MS } from "../../kernel/index.ts";
import { CronInvalidError } from "./cron-errors.ts";

/** When the clocks of a zone show a wall time. All numbers are milliseconds; see `cron-expression.ts` for wall times. */
export type Shown =
  | { readonly type: "once"; readonly atMs: number }
  | { readonly type: "twice"; readonly firstMs: number; readonly secondMs: number }
  /** The clocks jump from `fromWallMs` to `untilWallMs` at the moment `endMs`. */
  | { readonly type: "never"; readonly fromWallMs: number; readonly untilWallMs: number; readonly endMs: number };

/** A stretch of wall time that the clocks show twice, seen from a moment in one of its two passes. */
export interface Overlap {
  readonly pass: "first" | "second";
  readonly fromWallMs: number;
  readonly untilWallMs: number;
}

/** The clocks on the walls of a time zone. */
export interface CivilClock {
  wallAt(moment: number): number;
  shown(wallMs: number): Shown;
  /** `null`: what the clocks show at this moment they show only once. */
  overlapAt(moment: number): Overlap | null;
}

// Temporal would also take offsets, and whole dates with a zone in them.
const NAME_OF_A_ZONE = /^[a-z][a-z0-9_+/-]*$/i;

/**
 * The clocks of an IANA zone.
 *
 * @throws CronInvalidError where this process does not know the zone.
 */
export function civilClockOf(timeZone: string): CivilClock {
  checkZone(timeZone);

  const zonedAt = (moment: number): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone);
  const wallAt = (moment: number): number => moment + zonedAt(moment).offsetNanoseconds / 1e6;

  function shown(wallMs: number): Shown {
    const wall = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO("UTC").toPlainDateTime();
    const earlier = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
    const later = wall.toZonedDateTime(timeZone, { disambiguation: "later" });
    const [firstMs, secondMs] = [earlier.epochMilliseconds, later.epochMilliseconds];
    if (firstMs === secondMs) {
      return { type: "once", atMs: firstMs };
    }
    if (wallAt(firstMs) === wallMs) {
      return { type: "twice", firstMs, secondMs };
    }
    const endMs = changeAfter(earlier);
    return { type: "never", fromWallMs: wallBefore(endMs), untilWallMs: wallAt(endMs), endMs };
  }

  // Offsets and changes are whole seconds, so the second before a change is before it by every clock.
  const wallBefore = (changeMs: number): number => wallAt(changeMs - SECOND_MS) + SECOND_MS;

  return {
    wallAt,
    shown,
    overlapAt: (moment) => {
      const there = shown(wallAt(moment));
      if (there.type !== "twice") {
        return null;
      }
      const pass = moment < there.secondMs ? "first" : "second";
      const changeMs = changeAfter(zonedAt(there.firstMs));
      return { pass, fromWallMs: wallAt(changeMs), untilWallMs: wallBefore(changeMs) };
    },
  };
}

/** Where the clocks change next. Called only where it is known that they do. */
function changeAfter(zoned: Temporal.ZonedDateTime): number {
  return (zoned.getTimeZoneTransition("next") ?? zoned).epochMilliseconds;
}

function checkZone(timeZone: string): void {
  try {
    if (NAME_OF_A_ZONE.test(timeZone)) {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
      return;
    }
  } catch (cause) {
    throw new CronInvalidError("timeZone", "is not known here", { cause });
  }
  throw new CronInvalidError("timeZone", "must be the name of an IANA time zone, such as Europe/Berlin");
}
