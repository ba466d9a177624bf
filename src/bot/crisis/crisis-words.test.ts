import { expect, test } from "vitest";

import { crisisWords } from "./crisis-words.ts";
import { HELP_LINES, helpLineFor, INTERNATIONAL_LINES } from "./help-lines.ts";

const DANGERS = ["explicit", "veiled", "third_person", null] as const;

test("each country's line is named to whoever has a zone of it, and the international list to everybody", () => {
  for (const danger of DANGERS) {
    for (const { zones, name, contact } of HELP_LINES) {
      for (const timeZone of zones) {
        const words = crisisWords({ danger, timeZone });
        expect(words).toContain(`${name}: ${contact}`);
        expect(words).toContain(INTERNATIONAL_LINES);
        expect(words).toMatch(/your local emergency number/);
      }
    }
  }
});

test("where the country is not known, no country's number is named", () => {
  for (const danger of DANGERS) {
    for (const timeZone of [null, "UTC", "Asia/Tokyo", "Etc/GMT+5"]) {
      const words = crisisWords({ danger, timeZone });
      expect(words).toContain(INTERNATIONAL_LINES);
      expect(words).not.toMatch(/\d{3}/);
    }
  }
});

test("each line has its source, and each zone exists and belongs to one country", () => {
  const zones = HELP_LINES.flatMap((line) => line.zones);
  expect(new Set(zones).size).toBe(zones.length);
  for (const zone of zones) {
    expect(() => new Intl.DateTimeFormat("en", { timeZone: zone }), zone).not.toThrow();
    expect(helpLineFor(zone)?.zones).toContain(zone);
  }
  for (const { source } of HELP_LINES) {
    expect(source).toMatch(/^https:\/\//);
  }
});

test("a hint is met with words that may be wrong, worry about somebody with how to help", () => {
  expect(crisisWords({ danger: "veiled", timeZone: null })).toMatch(/may read this wrongly/);
  expect(crisisWords({ danger: "third_person", timeZone: null })).toMatch(/ask them directly/);
});

test("the words have room in one chat message", () => {
  for (const danger of DANGERS) {
    for (const { zones } of HELP_LINES) {
      expect(crisisWords({ danger, timeZone: zones[0] ?? null }).length).toBeLessThan(1500);
    }
  }
});
