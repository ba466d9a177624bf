import { expect, test } from "vitest";

import { readCron } from "./cron-slots.ts";

/** The first slots after a moment. */
function slotsAfter(
  expression: string,
  timeZone: string,
  { after, count }: { after: string; count: number },
): string[] {
  const slots = readCron(expression, timeZone);
  const found: string[] = [];
  let moment: Date | null = new Date(after);
  while (found.length < count) {
    moment = slots.next(moment);
    if (moment === null) {
      break;
    }
    found.push(moment.toISOString().replace(":00.000Z", "Z"));
  }
  return found;
}

/** What civil time asks of an expression: all slots between two moments, from before the first to the last. */
interface Case {
  readonly what: string;
  readonly expression: string;
  readonly zone: string;
  readonly after: string;
  readonly slots: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: "a time that the spring change skips fires at the first moment after the gap",
    expression: "30 2 * * *",
    zone: "Europe/Berlin",
    after: "2025-03-29T00:00Z",
    slots: ["2025-03-29T01:30Z", "2025-03-30T01:00Z", "2025-03-31T00:30Z"],
  },
  {
    what: "several times that one gap skips are one slot, also together with the end of the gap",
    expression: "0,15,30,45 2,3 * * *",
    zone: "Europe/Berlin",
    after: "2025-03-30T00:00Z",
    slots: ["2025-03-30T01:00Z", "2025-03-30T01:15Z", "2025-03-30T01:30Z", "2025-03-30T01:45Z", "2025-03-31T00:00Z"],
  },
  {
    what: "it makes no difference how the same times are written",
    expression: "*/15 2-3 * * *",
    zone: "Europe/Berlin",
    after: "2025-03-30T00:00Z",
    slots: ["2025-03-30T01:00Z", "2025-03-30T01:15Z", "2025-03-30T01:30Z", "2025-03-30T01:45Z", "2025-03-31T00:00Z"],
  },
  {
    what: "a time that the autumn change shows twice fires once, the first time",
    expression: "30 2 * * *",
    zone: "Europe/Berlin",
    after: "2025-10-25T12:00Z",
    slots: ["2025-10-26T00:30Z", "2025-10-27T01:30Z"],
  },
  {
    what: "from within the second pass, the next is the next day's",
    expression: "*/10 2 * * *",
    zone: "Europe/Berlin",
    after: "2025-10-26T01:05Z",
    slots: ["2025-10-27T01:00Z", "2025-10-27T01:10Z"],
  },
  {
    what: "every 15 minutes counts real time through the spring change",
    expression: "*/15 * * * *",
    zone: "America/New_York",
    after: "2025-03-09T06:30Z",
    slots: ["2025-03-09T06:45Z", "2025-03-09T07:00Z", "2025-03-09T07:15Z"],
  },
  {
    what: "every 15 minutes counts real time through the autumn change",
    expression: "*/15 * * * *",
    zone: "America/New_York",
    after: "2025-11-02T05:40Z",
    slots: [
      "2025-11-02T05:45Z",
      "2025-11-02T06:00Z",
      "2025-11-02T06:15Z",
      "2025-11-02T06:30Z",
      "2025-11-02T06:45Z",
      "2025-11-02T07:00Z",
    ],
  },
  {
    what: "hourly loses no hour and doubles none in spring",
    expression: "30 * * * *",
    zone: "Europe/Berlin",
    after: "2025-03-29T23:00Z",
    slots: ["2025-03-29T23:30Z", "2025-03-30T00:30Z", "2025-03-30T01:30Z", "2025-03-30T02:30Z"],
  },
  {
    what: "hourly loses no hour and doubles none in autumn",
    expression: "30 0-23 * * *",
    zone: "Europe/Berlin",
    after: "2025-10-25T23:00Z",
    slots: ["2025-10-25T23:30Z", "2025-10-26T00:30Z", "2025-10-26T01:30Z", "2025-10-26T02:30Z"],
  },
  {
    what: "every second hour fires once for each hour that it names, in spring",
    expression: "30 */2 * * *",
    zone: "Europe/Berlin",
    after: "2025-03-29T23:00Z",
    slots: ["2025-03-29T23:30Z", "2025-03-30T01:00Z", "2025-03-30T02:30Z"],
  },
  {
    what: "every second hour fires once for each hour that it names, in autumn",
    expression: "30 */2 * * *",
    zone: "Europe/Berlin",
    after: "2025-10-25T22:00Z",
    slots: ["2025-10-25T22:30Z", "2025-10-26T00:30Z", "2025-10-26T03:30Z"],
  },
  {
    what: "a change at midnight: half past midnight does not exist in Cairo that night",
    expression: "30 0 * * *",
    zone: "Africa/Cairo",
    after: "2025-04-24T00:00Z",
    slots: ["2025-04-24T22:00Z", "2025-04-25T21:30Z"],
  },
  {
    what: "a change at midnight: half past eleven comes twice in Cairo that night",
    expression: "30 23 * * *",
    zone: "Africa/Cairo",
    after: "2025-10-30T00:00Z",
    slots: ["2025-10-30T20:30Z", "2025-10-31T21:30Z"],
  },
  {
    what: "a change at midnight: Asuncion has no midnight on the first Sunday of October",
    expression: "0 0 * * *",
    zone: "America/Asuncion",
    after: "2023-09-30T12:00Z",
    slots: ["2023-10-01T04:00Z", "2023-10-02T03:00Z"],
  },
  {
    what: "a gap that ends at midnight: 23:30 in Nuuk fires at the first moment of Sunday",
    expression: "30 23 * * *",
    zone: "America/Nuuk",
    after: "2025-03-28T12:00Z",
    slots: ["2025-03-29T01:30Z", "2025-03-30T01:00Z", "2025-03-31T00:30Z"],
  },
  {
    what: "the same, where only Saturdays are named",
    expression: "30 23 * * SAT",
    zone: "America/Nuuk",
    after: "2025-03-24T12:00Z",
    slots: ["2025-03-30T01:00Z", "2025-04-06T00:30Z"],
  },
  {
    what: "the Azores change from midnight to one o'clock",
    expression: "30 0 * * *",
    zone: "Atlantic/Azores",
    after: "2025-03-29T12:00Z",
    slots: ["2025-03-30T01:00Z", "2025-03-31T00:30Z"],
  },
  {
    what: "the Azores show midnight twice",
    expression: "30 0 * * *",
    zone: "Atlantic/Azores",
    after: "2025-10-25T12:00Z",
    slots: ["2025-10-26T00:30Z", "2025-10-27T01:30Z"],
  },
  {
    what: "a change of half an hour skips a quarter past two",
    expression: "15 2 * * *",
    zone: "Australia/Lord_Howe",
    after: "2025-10-04T12:00Z",
    slots: ["2025-10-04T15:30Z", "2025-10-05T15:15Z"],
  },
  {
    what: "a change of half an hour, hourly: whenever the clocks show it",
    expression: "45 * * * *",
    zone: "Australia/Lord_Howe",
    after: "2025-04-05T14:00Z",
    slots: ["2025-04-05T14:45Z", "2025-04-05T15:15Z", "2025-04-05T16:15Z"],
  },
  {
    what: "a zone of 5 hours and 45 minutes",
    expression: "0 9 * * *",
    zone: "Asia/Kathmandu",
    after: "2025-01-01T00:00Z",
    slots: ["2025-01-01T03:15Z", "2025-01-02T03:15Z"],
  },
  {
    what: "a day that the zone leaves out has no slots",
    expression: "0 9 * * *",
    zone: "Pacific/Apia",
    after: "2011-12-28T20:00Z",
    slots: ["2011-12-29T19:00Z", "2011-12-30T19:00Z", "2011-12-31T19:00Z"],
  },
  {
    what: "hourly goes on over the day that the zone leaves out",
    expression: "0 * * * *",
    zone: "Pacific/Apia",
    after: "2011-12-30T08:30Z",
    slots: ["2011-12-30T09:00Z", "2011-12-30T10:00Z", "2011-12-30T11:00Z"],
  },
  {
    what: "a zone that changes its offset for good: Pyongyang in 2018",
    expression: "45 23 * * *",
    zone: "Asia/Pyongyang",
    after: "2018-05-03T20:00Z",
    slots: ["2018-05-04T15:00Z", "2018-05-05T14:45Z"],
  },
  {
    what: "29 February, over a century that has none in its first year",
    expression: "0 0 29 2 *",
    zone: "UTC",
    after: "2095-01-01T00:00Z",
    slots: ["2096-02-29T00:00Z", "2104-02-29T00:00Z"],
  },
  {
    what: "29 February where it is a Monday",
    expression: "0 0 29 2 +MON",
    zone: "UTC",
    after: "2025-01-01T00:00Z",
    slots: ["2044-02-29T00:00Z", "2072-02-29T00:00Z"],
  },
  {
    what: "the last day of the month",
    expression: "0 12 L * *",
    zone: "UTC",
    after: "2028-01-15T00:00Z",
    slots: ["2028-01-31T12:00Z", "2028-02-29T12:00Z", "2028-03-31T12:00Z"],
  },
  {
    what: "the second Friday of the month",
    expression: "0 12 * * FRI#2",
    zone: "UTC",
    after: "2025-01-01T00:00Z",
    slots: ["2025-01-10T12:00Z", "2025-02-14T12:00Z"],
  },
  {
    what: "a day of the month or a weekday, where both are named",
    expression: "0 12 13 * FRI",
    zone: "UTC",
    after: "2025-01-09T00:00Z",
    slots: ["2025-01-10T12:00Z", "2025-01-13T12:00Z", "2025-01-17T12:00Z"],
  },
  {
    what: "Sunday as 0, as 7 and by its name",
    expression: "0 12 * * 0,7,SUN",
    zone: "UTC",
    after: "2025-01-01T00:00Z",
    slots: ["2025-01-05T12:00Z", "2025-01-12T12:00Z"],
  },
  {
    what: "a nickname",
    expression: "@daily",
    zone: "America/New_York",
    after: "2025-01-01T12:00Z",
    slots: ["2025-01-02T05:00Z", "2025-01-03T05:00Z"],
  },
];

test.each(CASES)("$what ($expression in $zone)", ({ expression, zone, after, slots }) => {
  expect(slotsAfter(expression, zone, { after, count: slots.length })).toEqual(slots);
});

test.each(CASES)("looking back finds the same slots: $expression in $zone", ({ expression, zone, after, slots }) => {
  const cron = readCron(expression, zone);
  const last = new Date(slots.at(-1) ?? after);
  const found: string[] = [];
  for (let moment = cron.latest(last); moment !== null && moment > new Date(after);) {
    found.unshift(moment.toISOString().replace(":00.000Z", "Z"));
    moment = cron.latest(new Date(moment.getTime() - 1));
  }
  expect(found).toEqual(slots);
});

test("seconds: six fields", () => {
  const slots = readCron("*/20 59 23 31 12 *", "Asia/Tokyo");
  expect(slots.next(new Date("2025-01-01T00:00:00Z"))).toEqual(new Date("2025-12-31T14:59:00Z"));
  expect(slots.next(new Date("2025-12-31T14:59:00Z"))).toEqual(new Date("2025-12-31T14:59:20Z"));
  expect(slots.latest(new Date("2026-06-01T00:00:00Z"))).toEqual(new Date("2025-12-31T14:59:40Z"));
});

test("a slot is after the moment, and the latest may be the moment itself, to the millisecond", () => {
  const slots = readCron("0 12 * * *", "UTC");
  const noon = new Date("2025-06-01T12:00:00.000Z");
  const tomorrow = new Date("2025-06-02T12:00:00.000Z");
  expect(slots.next(new Date("2025-06-01T11:59:59.999Z"))).toEqual(noon);
  expect(slots.next(noon)).toEqual(tomorrow);
  expect(slots.next(new Date("2025-06-01T12:00:00.001Z"))).toEqual(tomorrow);
  expect(slots.latest(noon)).toEqual(noon);
  expect(slots.latest(new Date("2025-06-01T12:00:00.001Z"))).toEqual(noon);
  expect(slots.latest(new Date("2025-06-02T11:59:59.999Z"))).toEqual(noon);
});

test.each(["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 30 2 +MON"])("%s never fires, and the search ends", (expression) => {
  const slots = readCron(expression, "Europe/Berlin");
  expect(slots.next(new Date("2025-01-01T00:00:00Z"))).toBeNull();
  expect(slots.latest(new Date("2025-01-01T00:00:00Z"))).toBeNull();
});

test.each([
  ["", "nothing"],
  ["* * * *", "four fields"],
  ["0 0 0 1 1 * 2030", "seven fields"],
  ["60 * * * *", "a minute of 60"],
  ["* 24 * * *", "an hour of 24"],
  ["* * 0 * *", "a day of 0"],
  ["* * 32 * *", "a day of 32"],
  ["* * * 13 *", "a thirteenth month"],
  ["* * * * 8", "a weekday of 8"],
  ["*/0 * * * *", "a step of nothing"],
  ["30-10 * * * *", "a range that runs backwards"],
  ["5/15 * * * *", "a step without a range"],
  ["1,,2 * * * *", "an empty place in a list"],
  ["a * * * *", "a letter"],
  ["-1 * * * *", "a negative minute"],
  ["1.5 * * * *", "a fraction"],
  ["@reboot", "a nickname for no time"],
  ["@sometimes", "an unknown nickname"],
  ["2030-01-01T00:00:00Z", "a date"],
  ["12:00 * * * *", "a time"],
  ["* * * * *\0", "a NUL"],
  ["* * * * \u{1F4C5}", "a picture"],
  [`${"1,".repeat(600)}1 * * * *`, "more than can be meant"],
])("refuses %j: %s", (expression) => {
  expect(() => readCron(expression, "UTC")).toThrow(
    expect.objectContaining({ code: "CRON_INVALID", field: "expression" }),
  );
});

test.each(["", "Mars/Olympus", "+02:00", "02:00", "Europe/Berlin\0", "2030-01-01T00:00[Europe/Berlin]", "Z "])(
  "refuses the zone %j",
  (zone) => {
    expect(() => readCron("* * * * *", zone)).toThrow(
      expect.objectContaining({ code: "CRON_INVALID", field: "timeZone" }),
    );
  },
);
