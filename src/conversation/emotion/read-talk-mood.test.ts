import { expect, test } from "vitest";

import { readTalkMood } from "./index.ts";

function talkMood(...messages: readonly (readonly [text: string, subject?: string])[]): unknown {
  const mood = readTalkMood(messages.map(([text, subject]) => ({ text, subject: subject ?? null })));
  return mood === null ? null : { mood: mood.mood, cause: mood.cause, messageIndex: mood.messageIndex };
}

test("a talk has the mood that its messages show, with what it is about", () => {
  expect(talkMood(["hi"], ["I'm so stressed about my finals", "your finals"], ["anyway, what's up"])).toEqual({
    mood: "stressed",
    cause: "your finals",
    messageIndex: 1,
  });
});

test("the cause is what was named last before the mood showed, never what came after it", () => {
  expect(talkMood(["my exam is tomorrow", "your exam"], ["I'm so nervous"], ["I had soup", "the soup"])).toMatchObject({
    cause: "your exam",
  });
  expect(talkMood(["I'm so nervous"], ["I had soup", "the soup"])).toMatchObject({ mood: "stressed", cause: null });
});

test("what was said last weighs more than how the talk began", () => {
  expect(talkMood(["I'm so stressed"], ["ok it went fine"], ["I'm really happy now"], ["so happy!!"])).toMatchObject({
    mood: "happy",
  });
});

test("a talk in which two moods are as strong has none, nor has one without messages or moods", () => {
  expect(talkMood(["I'm so happy"], ["I'm so sad"])).toBeNull();
  expect(talkMood(["the bus leaves at nine"], ["she is so sad"])).toBeNull();
  expect(talkMood()).toBeNull();
});
