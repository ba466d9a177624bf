import { expect, test } from "vitest";

import { readMood, SPEAKABLE_MOOD_SCORE } from "./index.ts";
import messages from "./mood-messages.json" with { type: "json" };

function moodOf(text: string): string | null {
  return readMood(text)?.mood ?? null;
}

function speakableMoodOf(text: string): string | null {
  const reading = readMood(text);
  return reading !== null && reading.score >= SPEAKABLE_MOOD_SCORE ? reading.mood : null;
}

test("reads the six moods", () => {
  expect(moodOf("I'm so stressed about the deadline")).toBe("stressed");
  expect(moodOf("feeling really sad tonight")).toBe("sad");
  expect(moodOf("I'm furious with the bus company")).toBe("angry");
  expect(moodOf("such a lovely day, I'm happy")).toBe("happy");
  expect(moodOf("I can't wait for saturday!!")).toBe("excited");
  expect(moodOf("finally relaxed after a walk")).toBe("calm");
});

test("a denied mood is another one, or none", () => {
  expect(moodOf("not happy with this at all")).toBe("sad");
  expect(moodOf("I'm not stressed anymore")).toBe("calm");
  expect(moodOf("I am not sad")).not.toBe("sad");
});

test("scores a strong word above a weak one, and stays between 0 and 1", () => {
  const strong = readMood("I'm so very stressed and anxious and nervous!!")?.score ?? 0;
  const weak = readMood("I'm a bit stressed")?.score ?? 0;
  expect(strong).toBeGreaterThan(weak);
  expect(weak).toBeGreaterThan(0);
  expect(strong).toBeLessThanOrEqual(1);
});

test("what follows a but weighs more than what comes before it", () => {
  expect(moodOf("I was happy this morning but now I'm just sad")).toBe("sad");
  expect(moodOf("I was sad this morning, but now I'm happy")).toBe("happy");
});

test("the mood of somebody else is not theirs", () => {
  expect(moodOf("she is so sad today")).toBeNull();
  expect(moodOf("are you happy?")).toBeNull();
});

test("words of greeting are no moods", () => {
  for (const text of ["happy birthday!", "good night everyone", "no worries", "calm down", "good luck"]) {
    expect(moodOf(text), text).toBeNull();
  }
});

test("reads drawn-out words, capitals and emoji", () => {
  expect(moodOf("I'm saaaaad")).toBe("sad");
  expect(moodOf("SO EXCITED")).toBe("excited");
  expect(moodOf("we did it 🎉🥳")).toBe("excited");
});

test("says null for a text that shows no mood", () => {
  for (const text of ["", "the bus leaves at nine", "what is a monad", "👍"]) {
    expect(moodOf(text), text).toBeNull();
  }
});

test("the mood of people and things that are spoken of, imagined or quoted is not theirs", () => {
  const texts = [
    "my sister is sad",
    "this song is so sad",
    "if I were angry I'd tell you",
    "I used to be so lonely",
    'she told me "I am furious"',
    "> I'm so depressed\nwho wrote this?",
  ];
  for (const text of texts) {
    expect(speakableMoodOf(text), text).toBeNull();
  }
});

test.each([
  { set: "messages", texts: messages.messages, leastPrecision: 0.97, leastRecall: 0.8 },
  { set: "fresh messages", texts: messages.fresh, leastPrecision: 0.95, leastRecall: 0.9 },
] as const)("is right nearly always where it names a mood, and finds most, in $set", (given) => {
  const said = given.texts.filter(({ text }) => speakableMoodOf(text) !== null);
  const right = given.texts.filter(({ text, mood }) => {
    const found = speakableMoodOf(text);
    return found !== null && mood.some((one) => one === found);
  });
  const expected = given.texts.filter(({ mood }) => mood[0] !== null);
  expect(right.length / said.length).toBeGreaterThanOrEqual(given.leastPrecision);
  expect(right.length / expected.length).toBeGreaterThanOrEqual(given.leastRecall);
});
