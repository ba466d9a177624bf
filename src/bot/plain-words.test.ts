import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { personId } from "../vocabulary/index.ts";
import { mentionOf, nameOf, quoted } from "./plain-words.ts";

const anyWords = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 300 })
  .map((points) => String.fromCodePoint(...points));

describe("somebody's own words in an answer", () => {
  test("stand there as code, in one line, short, and cannot leave it", () => {
    fc.assert(
      fc.property(anyWords, (words) => {
        expect(quoted(words)).toMatch(/^`[^`\n\r]{1,64}`$/u);
      }),
    );
  });

  test("lose what nobody sees", () => {
    expect(quoted("a\u202Eb\u200Bc`d\u0000")).toBe("`a b c d`");
  });
});

describe("a name in an answer", () => {
  const id = personId("1");

  test("that is nothing but a name stands there as it is", () => {
    expect(nameOf({ id, name: "Nora" })).toBe("Nora");
  });

  test("that could be read as anything else is code", () => {
    expect(nameOf({ id, name: "@everyone" })).toBe("`@everyone`");
    expect(nameOf({ id, name: "__init__" })).toBe("`__init__`");
    expect(nameOf({ id, name: mentionOf("2") })).toBe("`<@2>`");
  });

  test("that is missing is gone round, and of whom only the id is known is mentioned", () => {
    expect(nameOf({ id, name: " " })).toBe("this person");
    expect(nameOf({ id, name: mentionOf(id) })).toBe("<@1>");
  });
});
