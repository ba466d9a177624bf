import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "../../kernel/index.ts";
import {
  ACTIVITY_MARGIN_MS,
  type ContactHours,
  formatQuietHours,
  nextContactTime,
  parseQuietHours,
  type QuietHours,
} from "./contact-hours.ts";
import { isGoodMoment, isShownTwice } from "./testing/good-moment.ts";

function quiet(words: string): QuietHours {
  const parsed = parseQuietHours(words);
  if (parsed === null || parsed === undefined) {
    throw new Error(`${words} names no quiet hours`);
  }
  return parsed;
}

function inZone(timeZone: string, words: string): ContactHours {
  return { type: "zone", timeZone, quiet: quiet(words) };
}

function moment(text: string): Date {
  return new Date(text);
}

type Golden = readonly [what: string, timeZone: string, quietHours: string, wanted: string, expected: string];

// Worked out by hand from the rules of each zone; the comments say what the clock on the wall shows.
const ORDINARY: readonly Golden[] = [
  [
    "the last moment of the evening",
    "Europe/Berlin",
    "22:00-09:00",
    "2026-05-20T19:59:59.999Z",
    "2026-05-20T19:59:59.999Z",
  ],
  ["the first moment of the night", "Europe/Berlin", "22:00-09:00", "2026-05-20T20:00:00Z", "2026-05-21T07:00:00Z"],
  ["after midnight, the same morning", "Europe/Berlin", "22:00-09:00", "2026-05-20T23:30:00Z", "2026-05-21T07:00:00Z"],
  ["the last moment of the night", "Europe/Berlin", "22:00-09:00", "2026-05-21T06:59:59.999Z", "2026-05-21T07:00:00Z"],
  ["the first moment of the morning", "Europe/Berlin", "22:00-09:00", "2026-05-21T07:00:00Z", "2026-05-21T07:00:00Z"],
  ["a siesta: just before", "Europe/Madrid", "13:00-16:30", "2026-05-20T10:59:00Z", "2026-05-20T10:59:00Z"],
  ["a siesta: in it", "Europe/Madrid", "13:00-16:30", "2026-05-20T12:00:00Z", "2026-05-20T14:30:00Z"],
  ["a siesta: at its end", "Europe/Madrid", "13:00-16:30", "2026-05-20T14:30:00Z", "2026-05-20T14:30:00Z"],
  ["from midnight on", "Europe/Berlin", "00:00-08:00", "2026-05-20T22:00:00Z", "2026-05-21T06:00:00Z"],
  ["until midnight", "Europe/Berlin", "18:00-00:00", "2026-05-20T16:00:00Z", "2026-05-20T22:00:00Z"],
  ["all day but one minute", "Europe/Berlin", "12:01-12:00", "2026-05-20T10:01:00Z", "2026-05-21T10:00:00Z"],
  [
    "equal ends are no quiet hours: at that minute",
    "Europe/Berlin",
    "09:00-09:00",
    "2026-05-20T07:00:00Z",
    "2026-05-20T07:00:00Z",
  ],
  [
    "equal ends are no quiet hours: before it",
    "Europe/Berlin",
    "09:00-09:00",
    "2026-05-20T03:00:00Z",
    "2026-05-20T03:00:00Z",
  ],
];

const ODD_ZONES: readonly Golden[] = [
  ["+05:30, 21:59:59.999", "Asia/Kolkata", "22:00-09:00", "2026-05-20T16:29:59.999Z", "2026-05-20T16:29:59.999Z"],
  ["+05:30, 22:00", "Asia/Kolkata", "22:00-09:00", "2026-05-20T16:30:00Z", "2026-05-21T03:30:00Z"],
  ["+05:45, 21:59", "Asia/Kathmandu", "22:00-09:00", "2026-05-20T16:14:00Z", "2026-05-20T16:14:00Z"],
  ["+05:45, 22:00", "Asia/Kathmandu", "22:00-09:00", "2026-05-20T16:15:00Z", "2026-05-21T03:15:00Z"],
  ["+14:00, 22:00", "Pacific/Kiritimati", "22:00-09:00", "2026-05-20T08:00:00Z", "2026-05-20T19:00:00Z"],
  ["+14:00, 08:59", "Pacific/Kiritimati", "22:00-09:00", "2026-05-20T18:59:00Z", "2026-05-20T19:00:00Z"],
  [
    "-11:00, 22:00 of the day before",
    "Pacific/Pago_Pago",
    "22:00-09:00",
    "2026-05-20T09:00:00Z",
    "2026-05-20T20:00:00Z",
  ],
  // Samoa jumped over the date line: after Thursday the 29th came Saturday the 31st.
  ["a night into a day that never was", "Pacific/Apia", "22:00-09:00", "2011-12-30T08:00:00Z", "2011-12-30T19:00:00Z"],
  ["into the leap day", "Europe/Berlin", "22:00-09:00", "2028-02-28T21:00:00Z", "2028-02-29T08:00:00Z"],
  ["out of the leap day", "Europe/Berlin", "22:00-09:00", "2028-02-29T22:30:00Z", "2028-03-01T08:00:00Z"],
  ["no leap day", "Europe/Berlin", "22:00-09:00", "2027-02-28T21:00:00Z", "2027-03-01T08:00:00Z"],
  ["out of the year", "Asia/Kolkata", "22:00-09:00", "2026-12-31T18:00:00Z", "2027-01-01T03:30:00Z"],
];

// Berlin: 29 March 2026, 02:00 → 03:00 at 01:00Z. New York: 8 March, 02:00 → 03:00 at 07:00Z. Lord Howe: 4 October, 02:00 → 02:30
// at 15:30Z of the day before. Santiago: 6 September, 00:00 → 01:00 at 04:00Z. Troll: 29 March, 01:00 → 03:00 at 01:00Z.
const CLOCKS_FORWARD: readonly Golden[] = [
  ["a night of ten hours", "Europe/Berlin", "22:00-09:00", "2026-03-28T21:00:00Z", "2026-03-29T07:00:00Z"],
  ["still quiet at 08:59", "Europe/Berlin", "22:00-09:00", "2026-03-29T06:59:59.999Z", "2026-03-29T07:00:00Z"],
  ["an end that is skipped", "Europe/Berlin", "22:00-02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z"],
  ["an end where the gap begins", "Europe/Berlin", "22:00-02:00", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z"],
  ["an end where the gap ends", "Europe/Berlin", "22:00-03:00", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z"],
  [
    "a beginning that is skipped: before",
    "Europe/Berlin",
    "02:30-05:00",
    "2026-03-29T00:59:00Z",
    "2026-03-29T00:59:00Z",
  ],
  [
    "a beginning that is skipped: after",
    "Europe/Berlin",
    "02:30-05:00",
    "2026-03-29T01:00:00Z",
    "2026-03-29T03:00:00Z",
  ],
  ["quiet hours that are all skipped", "Europe/Berlin", "02:15-02:45", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"],
  [
    "the only allowed minutes are skipped",
    "Europe/Berlin",
    "03:00-02:30",
    "2026-03-29T00:00:00Z",
    "2026-03-30T00:30:00Z",
  ],
  ["New York", "America/New_York", "22:00-09:00", "2026-03-08T04:00:00Z", "2026-03-08T13:00:00Z"],
  [
    "New York, an end that is skipped",
    "America/New_York",
    "22:00-02:30",
    "2026-03-08T05:00:00Z",
    "2026-03-08T07:00:00Z",
  ],
  ["half an hour on Lord Howe", "Australia/Lord_Howe", "22:00-09:00", "2026-10-03T14:00:00Z", "2026-10-03T22:00:00Z"],
  [
    "half an hour, an end that is skipped",
    "Australia/Lord_Howe",
    "22:00-02:15",
    "2026-10-03T14:00:00Z",
    "2026-10-03T15:30:00Z",
  ],
  ["a midnight that is skipped", "America/Santiago", "22:00-00:00", "2026-09-06T03:00:00Z", "2026-09-06T04:00:00Z"],
  ["two hours at Troll", "Antarctica/Troll", "22:00-02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"],
];

// Berlin: 25 October 2026, 03:00 → 02:00 at 01:00Z. New York: 1 November, 02:00 → 01:00 at 06:00Z. Lord Howe: 5 April, 02:00 → 01:30
// at 15:00Z of the day before.
const CLOCKS_BACK: readonly Golden[] = [
  ["a night of twelve hours", "Europe/Berlin", "22:00-09:00", "2026-10-24T20:00:00Z", "2026-10-25T08:00:00Z"],
  ["still quiet at 08:59", "Europe/Berlin", "22:00-09:00", "2026-10-25T07:59:59.999Z", "2026-10-25T08:00:00Z"],
  ["the evening after", "Europe/Berlin", "22:00-09:00", "2026-10-25T20:59:59.999Z", "2026-10-25T20:59:59.999Z"],
  ["New York", "America/New_York", "22:00-09:00", "2026-11-01T03:00:00Z", "2026-11-01T14:00:00Z"],
  [
    "an hour that comes twice, the first",
    "America/New_York",
    "01:00-06:00",
    "2026-11-01T05:30:00Z",
    "2026-11-01T11:00:00Z",
  ],
  [
    "an hour that comes twice, the second",
    "America/New_York",
    "01:00-06:00",
    "2026-11-01T06:30:00Z",
    "2026-11-01T11:00:00Z",
  ],
  ["half an hour on Lord Howe", "Australia/Lord_Howe", "22:00-09:00", "2026-04-04T13:00:00Z", "2026-04-04T22:30:00Z"],
  ["quiet again when 02:00 comes back", "Europe/Berlin", "22:00-02:30", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"],
];

describe("in a known zone", () => {
  describe.each([
    ["on ordinary days", ORDINARY],
    ["in odd zones and on odd dates", ODD_ZONES],
    ["on the night that the clocks go forward", CLOCKS_FORWARD],
    ["on the night that the clocks go back", CLOCKS_BACK],
  ])("%s", (_, cases) => {
    test.each(cases)("%s (%s, %s)", (...[, timeZone, words, wanted, expected]) => {
      expect(nextContactTime(moment(wanted), inZone(timeZone, words))).toEqual(moment(expected));
    });
  });

  // The end comes twice, and both readings keep the promise that a message never comes while the wall says quiet.
  test.each([
    ["Europe/Berlin", "22:00-02:30", "2026-10-24T23:00:00Z", ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]],
    ["America/New_York", "22:00-01:30", "2026-11-01T03:00:00Z", ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]],
    ["Australia/Lord_Howe", "22:00-01:45", "2026-04-04T13:00:00Z", ["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"]],
  ])("an end that comes twice (%s, %s) is one of the two", (...[timeZone, words, wanted, either]) => {
    expect(either.map(moment)).toContainEqual(nextContactTime(moment(wanted), inZone(timeZone, words)));
  });

  test("without quiet hours every moment is kept", () => {
    const hours: ContactHours = { type: "zone", timeZone: "Europe/Berlin", quiet: null };
    expect(nextContactTime(moment("2026-03-29T01:30:00Z"), hours)).toEqual(moment("2026-03-29T01:30:00Z"));
  });
});

describe("in an unknown zone", () => {
  const ELEVEN_PM = moment("2026-05-01T23:00:00Z");
  const NOON = moment("2026-05-03T12:00:00Z");
  const near = (wanted: string, ...times: Date[]): Date | null =>
    nextContactTime(moment(wanted), { type: "activity", times });

  test("nobody is written to whose hours nobody knows", () => {
    expect(near("2026-05-20T12:00:00Z")).toBeNull();
  });

  test.each([
    ["two hours before is near enough", "2026-05-20T10:00:00Z", "2026-05-20T10:00:00Z"],
    ["two hours after is near enough", "2026-05-20T14:00:00Z", "2026-05-20T14:00:00Z"],
    ["earlier waits for the time itself", "2026-05-20T03:12:45Z", "2026-05-20T12:00:00Z"],
    ["a moment too late waits for the next day", "2026-05-20T14:00:00.001Z", "2026-05-21T12:00:00Z"],
  ])("of somebody who wrote at noon: %s", (_, wanted, expected) => {
    expect(near(wanted, NOON)).toEqual(moment(expected));
  });

  test.each([
    ["before midnight", "2026-05-20T22:00:00Z", "2026-05-20T22:00:00Z"],
    ["after midnight", "2026-05-20T00:59:00Z", "2026-05-20T00:59:00Z"],
    ["at the last moment", "2026-05-20T01:00:00Z", "2026-05-20T01:00:00Z"],
    ["a moment too late", "2026-05-20T01:00:00.001Z", "2026-05-20T23:00:00Z"],
  ])("of somebody who wrote late, over midnight: %s", (_, wanted, expected) => {
    expect(near(wanted, ELEVEN_PM)).toEqual(moment(expected));
  });

  test("of several times of day the one that comes first", () => {
    expect(near("2026-05-20T02:00:00Z", ELEVEN_PM, NOON)).toEqual(moment("2026-05-20T12:00:00Z"));
    expect(near("2026-05-20T15:00:00Z", NOON, ELEVEN_PM)).toEqual(moment("2026-05-20T23:00:00Z"));
  });

  test("the margin is two hours", () => {
    expect(ACTIVITY_MARGIN_MS).toBe(2 * HOUR_MS);
  });
});

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Pacific/Kiritimati",
  "Pacific/Chatham",
  "America/St_Johns",
  "America/Santiago",
  "Africa/Cairo",
  "Antarctica/Troll",
  "Pacific/Pago_Pago",
];

/** Around the changes of the clocks of 2026 as often as anywhere else. */
const anyMoment = fc.oneof(
  fc.date({ min: moment("2026-01-01T00:00:00Z"), max: moment("2028-12-31T00:00:00Z"), noInvalidDate: true }),
  fc
    .tuple(
      fc.constantFrom(
        "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
        "2026-03-08T07:00:00Z",
        "2026-11-01T06:00:00Z",
        "2026-10-03T15:30:00Z",
        "2026-04-04T15:00:00Z",
        "2026-09-06T04:00:00Z",
        "2026-04-05T03:00:00Z",
        "2026-04-23T22:00:00Z",
      ),
      fc.integer({ min: -26 * HOUR_MS, max: 26 * HOUR_MS }),
    )
    .map(([change, ms]) => addMs(moment(change), ms)),
);
const anyMinute = fc.integer({ min: 0, max: 1439 });
const anyQuiet = fc.option(fc.record({ fromMinute: anyMinute, toMinute: anyMinute }), { freq: 12 });
const anyZone: fc.Arbitrary<ContactHours> = fc.record({
  type: fc.constant("zone" as const),
  timeZone: fc.constantFrom(...ZONES),
  quiet: anyQuiet,
});
const anyActivity: fc.Arbitrary<Extract<ContactHours, { type: "activity" }>> = fc.record({
  type: fc.constant("activity" as const),
  times: fc.array(anyMoment, { minLength: 1, maxLength: 5 }),
});

/**
 * The first good moment from `wanted` up to, but without, `found`. Quiet hours begin and end at whole minutes. What the clock shows
 * twice is left out: of such an hour the cautious reading may be taken.
 */
function soonerGoodMoment(wanted: Date, found: Date, hours: ContactHours): Date | null {
  for (let ms = wanted.getTime(); ms < found.getTime(); ms = (Math.floor(ms / MINUTE_MS) + 1) * MINUTE_MS) {
    const candidate = new Date(ms);
    if (isGoodMoment(candidate, hours) && !(hours.type === "zone" && isShownTwice(candidate, hours.timeZone))) {
      return candidate;
    }
  }
  return null;
}

describe("the moment found", () => {
  test("is a good one, in any zone and on any night", () => {
    fc.assert(
      fc.property(anyMoment, fc.oneof(anyZone, anyActivity), (wanted, hours) => {
        const found = nextContactTime(wanted, hours);
        expect(found !== null && isGoodMoment(found, hours), found?.toISOString()).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("is never earlier than wanted, and is the wanted one where that is good", () => {
    fc.assert(
      fc.property(anyMoment, fc.oneof(anyZone, anyActivity), (wanted, hours) => {
        const found = nextContactTime(wanted, hours);
        expect(found?.getTime()).toBeGreaterThanOrEqual(wanted.getTime());
        if (isGoodMoment(wanted, hours)) {
          expect(found).toEqual(wanted);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("is no later than needed in a known zone", () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (wanted, hours) => {
        const found = nextContactTime(wanted, hours);
        expect(found === null ? "never" : soonerGoodMoment(wanted, found, hours)).toBeNull();
      }),
      { numRuns: 400 },
    );
  });

  test("is the next time of day at which they wrote, in an unknown zone", () => {
    fc.assert(
      fc.property(anyMoment, anyActivity, (wanted, hours) => {
        fc.pre(!isGoodMoment(wanted, hours));
        const ahead = hours.times.map((time) => (((time.getTime() - wanted.getTime()) % DAY_MS) + DAY_MS) % DAY_MS);
        expect(nextContactTime(wanted, hours)).toEqual(addMs(wanted, Math.min(...ahead)));
      }),
    );
  });

  test("stays where it is when it is asked for again", () => {
    fc.assert(
      fc.property(anyMoment, fc.oneof(anyZone, anyActivity), (wanted, hours) => {
        const found = nextContactTime(wanted, hours);
        expect(found === null ? null : nextContactTime(found, hours)).toEqual(found);
      }),
    );
  });

  test("lies within a day in an unknown zone", () => {
    fc.assert(
      fc.property(anyMoment, anyActivity, (wanted, hours) => {
        const found = nextContactTime(wanted, hours);
        expect(found !== null && found.getTime() - wanted.getTime() <= DAY_MS).toBe(true);
      }),
    );
  });
});

describe("quiet hours as words", () => {
  test.each([
    ["22:00-09:00", { fromMinute: 1320, toMinute: 540 }],
    ["00:00-23:59", { fromMinute: 0, toMinute: 1439 }],
    [" 7:05 - 8:10 ", { fromMinute: 425, toMinute: 490 }],
    ["none", null],
    [" None ", null],
  ])("reads %j", (words, expected) => {
    expect(parseQuietHours(words)).toEqual(expected);
  });

  test.each([
    "",
    "22-9",
    "24:00-09:00",
    "22:60-09:00",
    "22:00",
    "22:00-09:00-10:00",
    "22:00 to 09:00",
    "-1:00-09:00",
    "no",
    "22:00–09:00",
  ])("does not guess what %j means", (words) => {
    expect(parseQuietHours(words)).toBeUndefined();
  });

  test("come back as they were written", () => {
    expect(formatQuietHours(quiet("22:00-09:00"))).toBe("22:00-09:00");
    fc.assert(
      fc.property(anyQuiet, (hours) => {
        expect(parseQuietHours(formatQuietHours(hours))).toEqual(hours);
      }),
    );
  });
});
