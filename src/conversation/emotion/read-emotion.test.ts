import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { TEXT_FEATURE_ROWS } from "../../kernel/index.ts";
import shipped from "./emotion-weights.json" with { type: "json" };
import { EMOTIONS, readEmotion } from "./index.ts";

test("reads Ekman's six emotions, and none", () => {
  expect(readEmotion("I'm so angry, fuck this").emotion).toBe("anger");
  expect(readEmotion("ew, that's disgusting").emotion).toBe("disgust");
  expect(readEmotion("I'm terrified of spiders").emotion).toBe("fear");
  expect(readEmotion("I love this, thank you so much!").emotion).toBe("joy");
  expect(readEmotion("The meeting is at nine in the office.").emotion).toBe("neutral");
  expect(readEmotion("I feel so sad and lonely").emotion).toBe("sadness");
  expect(readEmotion("wow, I did not expect that!").emotion).toBe("surprise");
});

test("names each emotion at most once, the strongest first, with scores from 0 to 1", () => {
  for (const text of ["I'm sad and angry about it", "wow I love it!!", "ok", "A".repeat(5000), "😂😂 I can't"]) {
    const { emotion, score, emotions, scores } = readEmotion(text);
    expect(emotions[0]).toBe(emotion);
    expect(new Set(emotions).size).toBe(emotions.length);
    expect(score).toBe(scores[emotion]);
    expect(Object.values(scores).every((one) => one >= 0 && one <= 1)).toBe(true);
  }
});

test("a text in another language, or without words, is neutral with score 0", () => {
  const texts = [
    "",
    "   ",
    "```js\nthrow new Error()\n```",
    "Ich bin heute so traurig und wütend",
    "estoy muy feliz hoy",
    "je suis tellement en colère",
    "мне очень грустно",
    "今日はとても悲しい",
    "jestem bardzo smutny dzisiaj",
    "saya sangat senang hari ini",
  ];
  for (const text of texts) {
    expect(readEmotion(text), text).toMatchObject({ emotion: "neutral", score: 0, emotions: ["neutral"] });
  }
});

test("the words of somebody else who is quoted are not read", () => {
  expect(readEmotion("> I hate you so much\nwhat does that mean?")).toEqual(readEmotion("what does that mean?"));
});

test("the shipped weights fit the code that reads them, and weigh less than 3 MB", () => {
  expect(shipped.emotions).toEqual(EMOTIONS);
  expect(shipped.rows).toBe(TEXT_FEATURE_ROWS);
  expect(Buffer.from(shipped.weights, "base64")).toHaveLength(TEXT_FEATURE_ROWS * EMOTIONS.length);
  expect(readFileSync(new URL("emotion-weights.json", import.meta.url)).length).toBeLessThan(3_000_000);
});
