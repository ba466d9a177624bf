import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { cleanName, cleanText } from "./clean.ts";

describe("a clean text", () => {
  test.each([
    ["turned letters", "abc\u202Edef\u202C", "abcdef"],
    ["isolates", "\u2066abc\u2069", "abc"],
    ["zero-width spaces", "e\u200Bx\u2060a\uFEFFm", "exam"],
    ["soft hyphens", "ex\u00ADam", "exam"],
    ["loose joiners", "ex\u200Dam\u200D", "exam"],
    ["control characters", "a\u0000b\u001B[31mc\u009F", "ab[31mc"],
    ["hidden tags", "hi\u{E0041}\u{E0042}", "hi"],
    ["half a character", "a\uD83D", "a\uFFFD"],
  ])("has no %s", (_what, text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  test.each([
    ["a family", "👩‍👩‍👧‍👦"],
    ["a skin and a trade", "👩🏽‍🚀"],
    ["a heart on fire", "❤️‍🔥"],
    ["the flag of Scotland", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
    ["a Persian word", "می‌خواهم"],
    ["lines and tabs", "one\n\ttwo"],
    ["right-to-left words", "שלום עולם"],
  ])("keeps %s", (_what, text) => {
    expect(cleanText(text)).toBe(text);
  });

  test("is composed, with one kind of line end", () => {
    expect(cleanText("e\u0301\r\nb\u2028c")).toBe("é\nb\nc");
  });

  test("has no towers of marks", () => {
    expect(cleanText(`z${"\u0335".repeat(60)}a`)).toBe(`z${"\u0335".repeat(4)}a`);
  });

  test("is clean when it is cleaned again", () => {
    const character = fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point));
    const odd = fc.constantFrom("\u200D", "\u200C", "\uFE0F", "\u0335", "\u{E0067}", "🏴", "❤", "م", "\r");
    fc.assert(
      fc.property(
        fc.array(fc.oneof(character, odd)).map((characters) => characters.join("")),
        (text) => {
          const once = cleanText(text);
          expect(cleanText(once)).toBe(once);
        },
      ),
    );
  });
});

describe("a name", () => {
  test.each([
    ["Nora", "Nora"],
    ["  Nora \n  Smith ", "Nora Smith"],
    ["**Nora** [x](https://bad.example)", "Nora xhttps://bad.example"],
    ["@everyone", "everyone"],
    ["<@&123>", "&123"],
    ["# Nora", "Nora"],
    ["xX_Nora_Xx", "xX_Nora_Xx"],
    ["\u202EaroN", "aroN"],
    ["🦊", "🦊"],
    ["N".repeat(200), "N".repeat(40)],
  ])("%j is said as %j", (name, expected) => {
    expect(cleanName(name)).toBe(expected);
  });

  test("that is nothing at all is passed over for the next", () => {
    expect(cleanName("\u200B\u2060", null, "nora42")).toBe("nora42");
    expect(cleanName("\u200B", undefined, "")).toBe("someone");
  });
});
