import fc from "fast-check";
import { expect, test } from "vitest";

import { ModelRefusedError } from "./model-errors.ts";
import { MAX_ANSWER_CHARACTERS, usableText } from "./usable-text.ts";

test.for([
  ["Hello", "Hello"],
  ["<think>a</think>Hello<think>b</think> there", "Hello there"],
  ["<THINK>a</THINK>Hello", "Hello"],
  ["<thinking>a</thinking>Hello", "Hello"],
  ["<think>a<think>b</think>c</think>Hello", "Hello"],
  ["Hello<think>and then", "Hello"],
  ["a</think>Hello", "Hello"],
  ["I think so. 1 < 2 > 0", "I think so. 1 < 2 > 0"],
  ["a\0b\uD800c", "ab\uFFFDc"],
  ["<thi\0nk>a</think>Hello", "Hello"],
  ["👋", "👋"],
  ["…", "…"],
])("makes %j into %j", ([raw = "", text]) => {
  expect(usableText(raw)).toBe(text);
});

test("takes many blocks that never end in its stride", () => {
  expect(() => usableText("<think>".repeat(500_000))).toThrow(ModelRefusedError);
});

test("gives only texts that are trimmed, visible, storable and within the limit, and changes none of those", () => {
  const pieces = fc.constantFrom("<think>", "</think>", "\0", " ", "word", "\uD800", "é", "\n", "<thinking>");
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const text = usableTextOrNull(parts.join(""));
      if (text === null) {
        return;
      }
      expect(text).toBe(text.trim());
      expect(text).not.toMatch(/<\/?think(ing)?>|\0/u);
      expect(text.length).toBeLessThanOrEqual(MAX_ANSWER_CHARACTERS);
      expect(usableTextOrNull(text)).toBe(text);
    }),
  );
});

function usableTextOrNull(raw: string): string | null {
  try {
    return usableText(raw);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ModelRefusedError);
    return null;
  }
}
