import { DAY_MS } from "../../kernel/index.ts";
import { type CivilClock, civilClockOf, type Shown } from "./civil-clock.ts";
import { atOrAfter, atOrBefore, type CronExpression, readCronExpression } from "./cron-expression.ts";

/** The slots of an expression in a zone: the moments at which it fires. Reads no clock. */
export interface CronSlots {
  /** The first slot after this moment; `null` where there is none before the year 3000. */
  next(after: Date): Date | null;
  /** The newest slot that is not after this moment. */
  latest(upTo: Date): Date | null;
}

/**
 * Reads an expression for a zone. The library knows the calendar; which moments a local time stands for is decided
 * here. What it says itself about zones is not used: it drops a time that a change at midnight skips (23:30 in Nuuk, on
 * the last Saturday of March), and takes two ways of writing the same times for different things.
 *
 * - An expression that names every hour fires whenever the clocks show a time that it names: through both changes it
 *   counts real time.
 * - Any other fires once for each local time: at the first of two, and where the clocks skip it, at the first moment
 *   after the gap. Several that one gap skips are one slot.
 * - A date that does not exist has no slots, be it 30 February or the day that Samoa left out in 2011.
 *
 * @throws CronInvalidError
 */
export function readCron(expression: string, timeZone: string): CronSlots {
  const parts = { expression: readCronExpression(expression), clock: civilClockOf(timeZone) };
  return {
    next: (after) => toDate(nextMs(parts, after.getTime())),
    latest: (upTo) => toDate(latestMs(parts, upTo.getTime())),
  };
}

interface Parts {
  readonly expression: CronExpression;
  readonly clock: CivilClock;
}

function toDate(moment: number | null): Date | null {
  return moment === null ? null : new Date(moment);
}

function nextMs(parts: Parts, moment: number): number | null {
  const { expression, clock } = parts;
  const wallMs = clock.wallAt(moment);
  const overlap = clock.overlapAt(moment);
  if (overlap?.pass === "second" && !expression.namesEveryHour) {
    return firstAfter(parts, moment, atOrAfter(expression, overlap.untilWallMs));
  }
  const onwards = firstAfter(parts, moment, expression.after(wallMs));
  if (overlap?.pass === "first" && expression.namesEveryHour) {
    const secondPass = firstAfter(parts, moment, atOrAfter(expression, overlap.fromWallMs));
    return earlier(onwards, secondPass);
  }
  return onwards;
}

/** The first slot after `moment` of the wall times from `wallMs` on, which must reach so far that one of them is next. */
function firstAfter(parts: Parts, moment: number, wallMs: number | null): number | null {
  const { expression, clock } = parts;
  let candidate = wallMs;
  while (candidate !== null) {
    const shown = clock.shown(candidate);
    const slot = slotsOf(expression, shown, candidate).find((slotMs) => slotMs > moment);
    if (slot !== undefined) {
      return slot;
    }
    candidate = shown.type === "never" ? atOrAfter(expression, shown.untilWallMs) : expression.after(candidate);
  }
  return null;
}

function latestMs(parts: Parts, moment: number): number | null {
  const { expression, clock } = parts;
  const overlap = clock.overlapAt(moment);
  if (overlap?.pass === "second") {
    const firstPass = lastUpTo(parts, moment, expression.before(overlap.untilWallMs));
    if (!expression.namesEveryHour) {
      return firstPass;
    }
    return later(firstPass, lastUpTo(parts, moment, atOrBefore(expression, clock.wallAt(moment))));
  }
  return lastUpTo(parts, moment, atOrBefore(expression, clock.wallAt(moment)));
}

/** The last slot up to `moment` of the wall times back from `wallMs`. */
function lastUpTo(parts: Parts, moment: number, wallMs: number | null): number | null {
  const { expression, clock } = parts;
  let candidate = wallMs;
  while (candidate !== null) {
    const shown = clock.shown(candidate);
    const slot = slotsOf(expression, shown, candidate).findLast((slotMs) => slotMs <= moment);
    if (slot !== undefined) {
      return slot;
    }
    candidate = expression.before(shown.type === "never" ? shown.fromWallMs : candidate);
  }
  return null;
}

/** The moments that a named wall time stands for, in their order. */
function slotsOf({ namesEveryHour }: CronExpression, shown: Shown, wallMs: number): readonly number[] {
  switch (shown.type) {
    case "once":
      return [shown.atMs];
    case "twice":
      return namesEveryHour ? [shown.firstMs, shown.secondMs] : [shown.firstMs];
    case "never": {
      const midnightMs = Math.floor(wallMs / DAY_MS) * DAY_MS;
      const noSuchDate = shown.fromWallMs <= midnightMs && shown.untilWallMs >= midnightMs + DAY_MS;
      return namesEveryHour || noSuchDate ? [] : [shown.endMs];
    }
  }
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
