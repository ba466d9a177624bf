import { expect, test, vi } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import type { LanguageModel } from "../../src/llm/index.ts";
import { scriptedModel } from "../../src/llm/models/scripted/index.ts";
import { isSecondReading } from "../llm/second-reading.ts";
import { readSet } from "../sets/sets.ts";
import { type Outcome, playTalks } from "./told.ts";

// A busy machine may take long for a hundred lives; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 240_000 });

const HISTORIES = readSet("tender");
type History = (typeof HISTORIES)[number];

const ASKED_FOR = HISTORIES.filter((history) => history.expect === "thread-allowed");

const LOUD = /[!\p{Extended_Pictographic}]/v;

/** Repeats all that it is told of the person, in words that pass the checks. */
function parrot(): LanguageModel {
  return scriptedModel(({ system, messages }) => {
    const told = messages.map(({ text }) => text.replace(/[^\p{L}\p{N}' ]+/gu, " ")).join(" ");
    return isSecondReading(system) ? "no" : `Hello. How did it go with ${told.slice(0, 400)}?`;
  });
}

function faultsOf({ talk, facts, texts, kinds }: Outcome<History>): readonly string[] {
  const asks = facts.filter(
    ({ kind, tender }) => kind === "open_thread" || kind === "interest" || (kind === "topic" && !tender),
  );
  const allowed = talk.expect === "thread-allowed" ? ["check_in", "goodbye", "open_thread"] : ["check_in", "goodbye"];
  return [
    ...(talk.expect === "thread-allowed" ? [] : asks.map(({ kind, phrase }) => `remembers ${kind}: ${phrase}`)),
    ...kinds.filter((kind) => !allowed.includes(kind)),
    ...texts.filter((text) => LOUD.test(text)).map((text) => `is loud: ${text}`),
    ...(talk.neverInChannel ?? [])
      .filter((word) => texts.some((text) => holdsWord(text, word)))
      .map((word) => `says in the channel: ${word}`),
  ].map((fault) => `${talk.id} ${fault}`);
}

function holdsWord(text: string, word: string): boolean {
  return ` ${wordsOf(text)} `.includes(` ${wordsOf(word)} `);
}

function wordsOf(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).join(" ");
}

describeOnEachDatabase("after a hundred tender talks", (open) => {
  test.each([
    ["templates", null],
    ["a model that repeats all that it is told", parrot()],
  ])("there is at most a calm check-in, and nothing of them in a channel, from %s", async (_writer, model) => {
    const outcomes = await playTalks(open, HISTORIES, { model });

    expect(outcomes.flatMap(faultsOf)).toEqual([]);
    expect(outcomes.filter(({ texts }) => texts.length > 0).length).toBeGreaterThan(HISTORIES.length / 2);
  });

  test("most who asked to be asked are asked about it, in the direct chat", async () => {
    const outcomes = await playTalks(open, ASKED_FOR, { days: 9 });

    const asked = outcomes.filter(({ kinds }) => kinds.includes("open_thread"));
    expect(outcomes.flatMap(faultsOf)).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(LEAST_ASKED);
  });
});

/** Of 15. What was reached; a wish in words that are not understood leaves the plain check-in. */
const LEAST_ASKED = 8;
