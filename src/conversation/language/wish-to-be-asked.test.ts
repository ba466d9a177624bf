import { expect, test } from "vitest";

import { readMessage } from "./index.ts";

const NOW = new Date("2030-03-01T12:00:00Z");
const threadOf = (text: string): string | null => readMessage(text, NOW).openThreads[0]?.phrase ?? null;

test("a tender matter is a thread for who asks to be asked about it", () => {
  expect(threadOf("the funeral is on monday, please ask me how it was")).toBe("the funeral");
  expect(threadOf("my chemo starts on thursday. will you ask me about it after?")).toBe("the chemo");
  expect(threadOf("surgery is tomorrow and i'd like it if you asked")).toBe("the surgery");
  expect(readMessage("the funeral is on monday, please ask me how it was", NOW).tender).toBe(true);
});

test("it is none without the wish, against it, or where another's wish is told", () => {
  for (const text of [
    "the funeral is on monday",
    "the funeral is on monday, please don't ask me about it",
    "never ask me about the biopsy",
    "you can ask me about anything except the chemo",
    'my brother said "ask me how the surgery went"',
    "my mum told me to ask how the surgery went",
    "people ask me about the chemo all the time",
    "i hate it when they ask me how the chemo went",
    "nobody should ask me about the divorce",
    "ask me anything, just not about the hospital",
  ]) {
    expect(threadOf(text), text).toBeNull();
    expect(readMessage(text, NOW).tender, text).toBe(true);
  }
});
