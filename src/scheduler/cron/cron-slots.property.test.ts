import fc from "fast-check";
import { expect, test } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../kernel/index.ts";
import { type CronSlots, readCron } from "./cron-slots.ts";

// The oracle knows nothing of the library, nor of Temporal: it goes through time minute by minute, asks the host's Intl
// what the clocks show, and applies the rules as they are told to people.

/** What an expression names: one test per field. `null`: a star. */
interface Named {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number> | null;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number> | null;
}

interface Written {
  readonly expression: string;
  readonly named: Named;
}

function isNamed({ minutes, hours, days, months, weekdays }: Named, wallMs: number): boolean {
  const wall = new Date(wallMs);
  const byDay = days?.has(wall.getUTCDate()) ?? true;
  const byWeekday = weekdays?.has(wall.getUTCDay()) ?? true;
  const onThatDate = days !== null && weekdays !== null ? byDay || byWeekday : byDay && byWeekday;
  return (
    minutes.has(wall.getUTCMinutes()) &&
    hours.has(wall.getUTCHours()) &&
    months.has(wall.getUTCMonth() + 1) &&
    onThatDate
  );
}

/** What the clocks of a zone show, as the moment that it would be in UTC. */
function createWallReader(timeZone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (moment) => new Date(`${format.format(moment).replace(" ", "T")}Z`).getTime();
}

interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Every slot in a stretch of time that begins on a whole minute, and long enough after a change of the clocks. */
function slotsByTheRules({ named }: Written, timeZone: string, { fromMs, untilMs }: Stretch): number[] {
  const wallOf = createWallReader(timeZone);
  const everyHour = named.hours.size === 24;
  const dateOf = (wallMs: number): number => Math.floor(wallMs / DAY_MS);
  const seen = new Set<number>();
  const slots: number[] = [];
  for (let moment = fromMs, before = wallOf(fromMs - MINUTE_MS); moment < untilMs; moment += MINUTE_MS) {
    const wallMs = wallOf(moment);
    let fires = isNamed(named, wallMs) && (everyHour || !seen.has(wallMs));
    for (let skipped = before + MINUTE_MS; skipped < wallMs && !everyHour; skipped += MINUTE_MS) {
      const dateExists = dateOf(skipped) === dateOf(before) || dateOf(skipped) === dateOf(wallMs);
      fires ||= dateExists && isNamed(named, skipped);
    }
    if (fires) {
      slots.push(moment);
    }
    seen.add(wallMs);
    before = wallMs;
  }
  return slots;
}

function slotsForwards(slots: CronSlots, { fromMs, untilMs }: Stretch): number[] {
  const found: number[] = [];
  for (
    let slot = slots.next(new Date(fromMs - 1));
    slot !== null && slot.getTime() < untilMs;
    slot = slots.next(slot)
  ) {
    found.push(slot.getTime());
  }
  return found;
}

function slotsBackwards(slots: CronSlots, { fromMs, untilMs }: Stretch): number[] {
  const found: number[] = [];
  let slot = slots.latest(new Date(untilMs - 1));
  while (slot !== null && slot.getTime() >= fromMs) {
    found.unshift(slot.getTime());
    slot = slots.latest(new Date(slot.getTime() - 1));
  }
  return found;
}

/** A field between two numbers in one of the ways to write it, with what it names. */
function field(least: number, most: number): fc.Arbitrary<{ text: string; values: ReadonlySet<number> }> {
  const every = (from: number, to: number, step: number): ReadonlySet<number> =>
    new Set(Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step));
  const number = fc.integer({ min: least, max: most });
  const range = fc.tuple(number, number).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
  const step = fc.integer({ min: 1, max: Math.floor((most - least + 1) / 2) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant({ text: "*", values: every(least, most, 1) }) },
    { weight: 2, arbitrary: step.map((by) => ({ text: `*/${by}`, values: every(least, most, by) })) },
    {
      weight: 3,
      arbitrary: fc
        .uniqueArray(number, { minLength: 1, maxLength: 4 })
        .map((list) => ({ text: list.join(","), values: new Set(list) })),
    },
    { weight: 2, arbitrary: range.map(([from, to]) => ({ text: `${from}-${to}`, values: every(from, to, 1) })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(range, step)
        .map(([[from, to], by]) => ({ text: `${from}-${to}/${by}`, values: every(from, to, by) })),
    },
  );
}

const star = { text: "*", values: null };
// The hours in which clocks change, more often than chance would have them.
const hourOfChange = fc
  .uniqueArray(fc.constantFrom(0, 1, 2, 3, 23), { minLength: 1, maxLength: 3 })
  .map((hours) => ({ text: hours.join(","), values: new Set(hours) }));

const anyExpression: fc.Arbitrary<Written> = fc
  .record({
    minute: field(0, 59),
    hour: fc.oneof(field(0, 23), hourOfChange),
    day: fc.oneof({ weight: 3, arbitrary: fc.constant(star) }, { weight: 1, arbitrary: field(1, 31) }),
    month: field(1, 12),
    weekday: fc.oneof({ weight: 3, arbitrary: fc.constant(star) }, { weight: 1, arbitrary: field(0, 6) }),
  })
  .map(({ minute, hour, day, month, weekday }) => ({
    expression: [minute, hour, day, month, weekday].map(({ text }) => text).join(" "),
    named: {
      minutes: minute.values,
      hours: hour.values,
      days: day.text === "*" ? null : day.values,
      months: month.values,
      weekdays: weekday.text === "*" ? null : weekday.values,
    },
  }));

/** A night on which the clocks of a zone change: zone, the minute from which they show something else. */
const NIGHTS: readonly (readonly [zone: string, change: string])[] = [
  ["Europe/Berlin", "2025-03-30T01:00Z"],
  ["Europe/Berlin", "2025-10-26T01:00Z"],
  ["America/New_York", "2025-03-09T07:00Z"],
  ["America/New_York", "2025-11-02T06:00Z"],
  ["Australia/Lord_Howe", "2025-04-05T15:00Z"],
  ["Australia/Lord_Howe", "2025-10-04T15:30Z"],
  ["Africa/Cairo", "2025-04-24T22:00Z"],
  ["Africa/Cairo", "2025-10-30T21:00Z"],
  ["America/Asuncion", "2023-10-01T04:00Z"],
  ["America/Asuncion", "2024-03-24T03:00Z"],
  ["America/Nuuk", "2025-03-30T01:00Z"],
  ["America/Nuuk", "2025-10-26T01:00Z"],
  ["Atlantic/Azores", "2025-03-30T01:00Z"],
  ["Atlantic/Azores", "2025-10-26T01:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00Z"],
  ["Pacific/Apia", "2012-03-31T14:00Z"],
  ["Pacific/Kwajalein", "1993-08-21T12:00Z"],
  ["Asia/Pyongyang", "2015-08-14T15:00Z"],
  ["Asia/Pyongyang", "2018-05-04T15:00Z"],
  ["Africa/Casablanca", "2025-02-23T02:00Z"],
  ["Antarctica/Troll", "2025-03-30T01:00Z"],
  ["Antarctica/Troll", "2025-10-26T01:00Z"],
  ["Asia/Kathmandu", "1985-12-31T18:30Z"],
  ["America/Caracas", "2016-05-01T07:00Z"],
  ["Europe/Dublin", "2025-10-26T01:00Z"],
];

test.each(NIGHTS)("knows when the clocks of %s change: %s", (zone, change) => {
  const wallOf = createWallReader(zone);
  const at = new Date(change).getTime();
  expect(wallOf(at) - wallOf(at - MINUTE_MS)).not.toBe(MINUTE_MS);
});

test("around every kind of change, the slots are those that the rules name, forwards and backwards", () => {
  fc.assert(
    fc.property(anyExpression, fc.constantFrom(...NIGHTS), (written, [zone, change]) => {
      const changeMs = new Date(change).getTime();
      const stretch = { fromMs: changeMs - 26 * HOUR_MS, untilMs: changeMs + 26 * HOUR_MS };
      const expected = slotsByTheRules(written, zone, stretch);
      const slots = readCron(written.expression, zone);
      expect(slotsForwards(slots, stretch)).toEqual(expected);
      expect(slotsBackwards(slots, stretch)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test("from any moment around a change, the next slot and the latest are those of the rules", () => {
  const someMoment = fc.integer({ min: -26 * HOUR_MS, max: 26 * HOUR_MS });
  fc.assert(
    fc.property(anyExpression, fc.constantFrom(...NIGHTS), someMoment, (written, [zone, change], offMs) => {
      const changeMs = new Date(change).getTime();
      const moment = changeMs + offMs;
      const stretch = { fromMs: changeMs - 27 * HOUR_MS, untilMs: changeMs + 27 * HOUR_MS };
      const expected = slotsByTheRules(written, zone, stretch);
      const slots = readCron(written.expression, zone);
      const within = (slot: Date | null): number | undefined =>
        slot !== null && slot.getTime() >= stretch.fromMs && slot.getTime() < stretch.untilMs
          ? slot.getTime()
          : undefined;
      expect(within(slots.next(new Date(moment)))).toBe(expected.find((slot) => slot > moment));
      expect(within(slots.latest(new Date(moment)))).toBe(expected.findLast((slot) => slot <= moment));
    }),
    { numRuns: 40 },
  );
});

test("in any zone, at any time, the slots are those that the rules name", () => {
  const anyZone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
  const anyDay = fc.integer({ min: Date.UTC(1980, 0, 1) / DAY_MS, max: Date.UTC(2060, 0, 1) / DAY_MS });
  fc.assert(
    fc.property(anyExpression, anyZone, anyDay, (written, zone, day) => {
      const stretch = { fromMs: day * DAY_MS, untilMs: (day + 2) * DAY_MS };
      const seenBefore = { fromMs: stretch.fromMs - 3 * HOUR_MS, untilMs: stretch.untilMs };
      const expected = slotsByTheRules(written, zone, seenBefore).filter((slot) => slot >= stretch.fromMs);
      const slots = readCron(written.expression, zone);
      expect(slotsForwards(slots, stretch)).toEqual(expected);
      expect(slotsBackwards(slots, stretch)).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test("over the years, every date is found that an expression names, and no other", () => {
  const anyDates = fc.record({ day: field(1, 31), month: field(1, 12), weekday: field(0, 6) });
  fc.assert(
    fc.property(anyDates, fc.integer({ min: 1900, max: 2190 }), ({ day, month, weekday }, year) => {
      const expression = `0 12 ${day.text} ${month.text} ${weekday.text}`;
      const named: Named = {
        minutes: new Set([0]),
        hours: new Set([12]),
        days: day.text === "*" ? null : day.values,
        months: month.values,
        weekdays: weekday.text === "*" ? null : weekday.values,
      };
      const stretch = { fromMs: Date.UTC(year, 0, 1, 12), untilMs: Date.UTC(year + 5, 0, 1, 12) };
      const expected: number[] = [];
      for (let noon = stretch.fromMs; noon < stretch.untilMs; noon += DAY_MS) {
        if (isNamed(named, noon)) {
          expected.push(noon);
        }
      }
      const slots = readCron(expression, "UTC");
      expect(slotsForwards(slots, stretch)).toEqual(expected);
      expect(slotsBackwards(slots, stretch)).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});
