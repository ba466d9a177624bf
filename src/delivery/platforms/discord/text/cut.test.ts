import fc from "fast-check";
import { expect, test } from "vitest";

import { cutAboveSmallPrint, cutText, splitText } from "./cut.ts";

test("a short text stays as it is", () => {
  expect(cutText("a few words", 20)).toBe("a few words");
  expect(splitText("a few words", 20)).toEqual(["a few words"]);
  expect(splitText("", 20)).toEqual([""]);
});

test("a long text ends after a word, with an ellipsis", () => {
  expect(cutText("one two three four five", 20)).toBe("one two three four…");
});

test("no character is cut in half", () => {
  expect(cutText("😀".repeat(20), 20)).toBe(`${"😀".repeat(9)}…`);
  expect(splitText("😀".repeat(10), 9)).toEqual(["😀".repeat(4), "😀".repeat(4), "😀".repeat(2)]);
});

test("no part is too long, and no word is lost", () => {
  const text = fc.array(fc.stringMatching(/^[a-z😀]{1,12}$/u), { maxLength: 60 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(text, fc.integer({ min: 20, max: 80 }), (words, limit) => {
      const parts = splitText(words, limit);
      expect(parts.every((part) => part.length <= limit)).toBe(true);
      expect(parts.join(" ").split(" ").join("")).toBe(words.split(" ").join(""));
      expect(cutText(words, limit).length).toBeLessThanOrEqual(limit);
    }),
  );
});

test("the small print of a long text stays", () => {
  const cut = cutAboveSmallPrint(`${"word ".repeat(600)}\n-# automated · /followup_settings`, 2000);
  expect(cut.length).toBeLessThanOrEqual(2000);
  expect(cut.endsWith("word…\n-# automated · /followup_settings")).toBe(true);
});
