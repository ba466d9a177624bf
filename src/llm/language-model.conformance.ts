import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { InsideTransactionError, InvariantError, runAsTransaction } from "../kernel/index.ts";
import type { LanguageModel, LanguageModelRequest } from "./language-model.ts";
import {
  ModelMisconfiguredError,
  ModelRefusedError,
  ModelTimeoutError,
  ModelUnavailableError,
} from "./model-errors.ts";
import { MAX_ANSWER_CHARACTERS } from "./usable-text.ts";

/** What the model behind the interface is made to do with every request from now on. */
export type ModelDeed = { readonly say: string } | "hang" | "be-unavailable" | "be-misconfigured";

/** One model under test, with a hand on the other side of it. */
export interface LanguageModelSubject {
  readonly model: LanguageModel;
  make(deed: ModelDeed): void;
  /** What the other side was asked, oldest first. */
  asked(): readonly Pick<LanguageModelRequest, "system" | "messages" | "maxOutputTokens">[];
  /** Resolves when the next question has arrived there. */
  nextQuestion(): Promise<void>;
  stop(): Promise<void>;
}

const REQUEST: LanguageModelRequest = {
  system: "You are kind and brief.",
  messages: [
    { role: "person", text: "I have an interview tomorrow." },
    { role: "bot", text: "Good luck!" },
    { role: "person", text: "It went well." },
  ],
  maxOutputTokens: 120,
  timeoutMs: 30_000,
};

/** What every {@link LanguageModel} promises. */
export function languageModelConformance(name: string, createSubject: () => Promise<LanguageModelSubject>): void {
  describe(`the language model "${name}"`, () => {
    let subject: LanguageModelSubject;
    beforeEach(async () => {
      subject = await createSubject();
    });
    afterEach(() => subject.stop());

    describe("answers", () => {
      answers(() => subject);
    });
    describe("texts", () => {
      texts(() => subject);
    });
    describe("limits", () => {
      limits(() => subject);
    });
    describe("failures", () => {
      failures(() => subject);
    });
    describe("transactions", () => {
      transactions(() => subject);
    });
  });
}

function answers(subject: () => LanguageModelSubject): void {
  test("answers with the model's text, and with counts or null", async () => {
    subject().make({ say: "Glad to hear it." });
    const answer = await subject().model.generate(REQUEST);
    expect(answer.text).toBe("Glad to hear it.");
    for (const count of [answer.inputTokens, answer.outputTokens]) {
      expect(count === null || (Number.isInteger(count) && count > 0)).toBe(true);
    }
  });

  test("passes on the system text, every message with its role, and the limit of tokens", async () => {
    await subject().model.generate(REQUEST);
    expect(subject().asked()).toEqual([
      { system: REQUEST.system, messages: REQUEST.messages, maxOutputTokens: REQUEST.maxOutputTokens },
    ]);
  });

  test("does without a system text", async () => {
    await subject().model.generate({ ...REQUEST, system: "" });
    expect(subject().asked()).toMatchObject([{ system: "", messages: REQUEST.messages }]);
  });

  test("answers many at once", async () => {
    const texts = await Promise.all(
      Array.from({ length: 20 }, async () => (await subject().model.generate(REQUEST)).text),
    );
    expect(texts).toHaveLength(20);
    expect(subject().asked()).toHaveLength(20);
  });

  test("has a name", async () => {
    await subject().model.generate(REQUEST);
    expect(subject().model.name).not.toBe("");
  });
}

function texts(subject: () => LanguageModelSubject): void {
  test.for([
    { said: "\n  Hello.\t\n", text: "Hello." },
    { said: "<think>They want a greeting.</think>\n\nHello.", text: "Hello." },
    { said: "They want a greeting.\n</think>\nHello.", text: "Hello." },
    { said: "x".repeat(MAX_ANSWER_CHARACTERS), text: "x".repeat(MAX_ANSWER_CHARACTERS) },
  ])("makes a text usable (case %#)", async ({ said, text }) => {
    subject().make({ say: said });
    expect((await subject().model.generate(REQUEST)).text).toBe(text);
  });

  test.for([
    { said: "", reason: "empty" },
    { said: " \n\u200B ", reason: "empty" },
    { said: "<think>What could I say", reason: "empty" },
    { said: "x".repeat(MAX_ANSWER_CHARACTERS + 1), reason: "too-long" },
  ])("refuses an answer that is no text ($reason, case %#)", async ({ said, reason }) => {
    subject().make({ say: said });
    const failure = await rejection(subject().model.generate(REQUEST));
    expect(failure).toBeInstanceOf(ModelRefusedError);
    expect(failure).toMatchObject({ code: "MODEL_REFUSED", reason });
  });
}

function limits(subject: () => LanguageModelSubject): void {
  test("gives up when the time of the request is over", async () => {
    subject().make("hang");
    const failure = await rejection(subject().model.generate({ ...REQUEST, timeoutMs: 40 }));
    expect(failure).toBeInstanceOf(ModelTimeoutError);
    expect(failure).toMatchObject({ code: "MODEL_TIMED_OUT", timeoutMs: 40 });
  });

  test("ends with the signal's reason when it is aborted on the way", async () => {
    subject().make("hang");
    const abort = new AbortController();
    const arrived = subject().nextQuestion();
    const outcome = rejection(subject().model.generate({ ...REQUEST, signal: abort.signal }));
    await arrived;
    const reason = new Error("shutdown");
    abort.abort(reason);
    expect(await outcome).toBe(reason);
  });

  test("asks nothing when the signal was aborted before", async () => {
    const reason = new Error("shutdown");
    expect(await rejection(subject().model.generate({ ...REQUEST, signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(subject().asked()).toEqual([]);
  });

  test("takes an abort after the answer for nothing", async () => {
    const abort = new AbortController();
    const answer = await subject().model.generate({ ...REQUEST, signal: abort.signal });
    abort.abort(new Error("too late"));
    expect(answer.text).not.toBe("");
  });

  test.for<Partial<LanguageModelRequest>>([
    { messages: [] },
    { maxOutputTokens: 0 },
    { timeoutMs: 0 },
    { timeoutMs: Infinity },
  ])("takes a request that makes no sense for a bug: %o", async (part) => {
    expect(await rejection(subject().model.generate({ ...REQUEST, ...part }))).toBeInstanceOf(InvariantError);
    expect(subject().asked()).toEqual([]);
  });
}

function failures(subject: () => LanguageModelSubject): void {
  test("says that the model is not available, and works again when it is", async () => {
    subject().make("be-unavailable");
    const failure = await rejection(subject().model.generate(REQUEST));
    expect(failure).toBeInstanceOf(ModelUnavailableError);
    expect(failure).toMatchObject({ code: "MODEL_UNAVAILABLE" });
    expect(subject().asked()).toHaveLength(1); // tried once

    subject().make({ say: "Here again." });
    expect((await subject().model.generate(REQUEST)).text).toBe("Here again.");
  });

  test("says that an operator must change something", async () => {
    subject().make("be-misconfigured");
    const failure = await rejection(subject().model.generate(REQUEST));
    expect(failure).toBeInstanceOf(ModelMisconfiguredError);
    expect(failure).toMatchObject({ code: "MODEL_MISCONFIGURED" });
  });
}

function transactions(subject: () => LanguageModelSubject): void {
  test("refuses to be asked inside a transaction, and asks nothing", async () => {
    const failure = await rejection(runAsTransaction(() => subject().model.generate(REQUEST)));
    expect(failure).toBeInstanceOf(InsideTransactionError);
    expect(subject().asked()).toEqual([]);
  });

  test("answers after a transaction", async () => {
    await runAsTransaction(() => Promise.resolve());
    expect((await subject().model.generate(REQUEST)).text).not.toBe("");
  });
}

async function rejection(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => expect.fail(`expected a rejection, got ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
}
