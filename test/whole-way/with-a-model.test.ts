import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import type { Message } from "../../src/web/contract.ts";
import { isSecondReading } from "../llm/second-reading.ts";
import { type Behaviour, type ChatBody, type OpenAIStandIn, startOpenAIStandIn } from "../llm/openai-stand-in.ts";
import type { Program } from "../program.ts";
import {
  answerQuestion,
  EXAM_TALK,
  followUpsFor,
  inDm,
  inGeneral,
  openQuestion,
  present,
  SMALL_TALK,
  talk,
  talkAndSayYes,
} from "./acts.ts";
import { embeddedGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const PLEASANT: Behaviour = { type: "answer", text: "That sounds like a lot. Tell me more!" };
const DELAY_HOURS = 48;

let model: OpenAIStandIn;
let ground: Ground;
let program: Program;

beforeAll(async () => {
  model = await startOpenAIStandIn();
  ground = await embeddedGround();
  program = await ground.start({ LLM_BASE_URL: model.baseUrl });
});
afterAll(async () => {
  await ground.remove();
  await model.stop();
});
beforeEach(() => {
  model.behave(PLEASANT);
});

/** Everything that the model was told since so many requests. */
function toldSince(count: number): readonly string[] {
  return model
    .chats()
    .slice(count)
    .map(({ body }) => JSON.stringify(body));
}

describe("in a talk, a model", () => {
  test("answers", async () => {
    await talk(program, inDm("ann"), ["hi there", "what a week"]);
    await program.wind(0.01);

    const answers = (await program.messages("ann", "dm")).filter(
      ({ author, text }) => author.bot && text.includes("Tell me more"),
    );
    expect(answers.length).toBeGreaterThan(0);
  });

  test("is named in the permission question: who runs it", async () => {
    await talk(program, inDm("bea"), SMALL_TALK);
    await program.wind(0.01);

    expect(present(await openQuestion(program, inDm("bea")), "the question").text).toContain(
      new URL(model.baseUrl).host,
    );
  });

  test.each<[string, Behaviour]>([
    ["answers 500", { type: "error", status: 500 }],
    ["says nothing", { type: "answer", text: "" }],
    ["says no JSON", { type: "raw", body: "<html>busy</html>" }],
    ["says 20,000 characters", { type: "answer", text: "biology exam ".repeat(1540) }],
  ])("that %s does not keep the bot from asking its question", async (word, behaviour) => {
    const who = inDm(`talk ${word.replaceAll(/\W/g, " ")}`);
    model.behave(behaviour);

    await talk(program, who, EXAM_TALK);
    await program.wind(0.01);

    expect(await openQuestion(program, who)).not.toBeNull();
  });
});

interface Case {
  readonly name: string;
  readonly behaviour: Behaviour;
  readonly written?: string;
}

/** Writes a text, and says of it when asked as a second reader what `verdict` is. */
const says = (name: string, written: string, verdict = "no"): Case => ({
  name,
  written,
  behaviour: {
    type: "answer",
    text: ({ messages }: ChatBody) => (isSecondReading(messages[0]?.content ?? "") ? verdict : written),
  },
});

const FIT = says("fits", "Hello! How did your biology exam turn out in the end?");
const UNFIT = [
  says("guilt", "It was so lonely here without you and your biology exam. Where have you been?"),
  says("a count of the days", "It has been 2 days since you last wrote! How was the biology exam?"),
  says("a link", "How was your biology exam? Look at https://example.com/win now"),
  says("a mention", "Hey @everyone, how was the biology exam?"),
  says("an unfilled slot", "Hey {name}, how was your biology exam?"),
  says("what it objects to", "How was the biology exam, all in all?", "Yes."),
  says("what it is not sure of", "So the biology exam, how did it turn out?", "Well, hard to say"),
  says("what it has no word for", "The biology exam, was it fair?", ""),
  says("its own orders", "Write one short message (at most 200 characters) to a person. How was the biology exam?"),
  says("another language", "Hallo du, wie ist denn deine Prüfung gestern gelaufen? Hoffentlich war alles gut."),
];
const TROUBLE: readonly Case[] = [
  { name: "answers 500", behaviour: { type: "error", status: 500 } },
  { name: "answers 429", behaviour: { type: "error", status: 429, headers: { "retry-after": "3600" } } },
  { name: "says nothing", behaviour: { type: "answer", text: "" } },
  { name: "says no JSON", behaviour: { type: "raw", body: "<html>busy</html>" } },
  { name: "says other JSON", behaviour: { type: "raw", body: '{"choices":[]}' } },
  { name: "says 20,000 characters", behaviour: { type: "answer", text: "biology exam ".repeat(1540) } },
  { name: "is cut off", behaviour: { type: "close-half-way" } },
  { name: "refuses", behaviour: { type: "refuse", refusal: "I cannot help with that." } },
];

describe("a follow-up, where the model", () => {
  const cases = [FIT, ...UNFIT, ...TROUBLE];
  const came = new Map<Case, readonly Message[]>();
  let told: readonly string[];

  // Each hour somebody talks; two days later each hour one of them is due, and the model behaves in another way.
  beforeAll(async () => {
    model.behave(PLEASANT);
    await talk(program, inDm("ed"), ["my secret rehearsal was today", "ok", "fine"]);
    await answerQuestion(program, inDm("ed"), "consent:no");
    await talkAndSayYes(program, inGeneral("dora"), ["hello all", "lovely weather", "my choir concert was yesterday"]);
    await talk(program, inDm("dora"), ["My appendix surgery was this morning"]);
    for (const { name } of cases) {
      await talkAndSayYes(program, inDm(name.replaceAll(/\W/g, " ")));
      await program.wind(1);
    }
    const before = model.chats().length;
    await program.wind(DELAY_HOURS - cases.length - 0.5);
    for (const each of cases) {
      model.behave(each.behaviour);
      await program.wind(1);
      came.set(each, await followUpsFor(program, inDm(each.name.replaceAll(/\W/g, " "))));
    }
    told = toldSince(before);
  });

  const only = (each: Case): string => {
    const followUps = present(came.get(each), each.name);
    expect(followUps).toHaveLength(1);
    return present(followUps[0], "the follow-up").text;
  };

  test("writes what can be sent, is the model's, and still says that a bot wrote it", () => {
    const text = only(FIT);
    expect(text).toContain("How did your biology exam turn out in the end?");
    expect(text).toMatch(/\n-# .*automated/);
  });

  test.each(UNFIT)("writes $name, is the template's", (each) => {
    const text = only(each);
    expect(text).toMatch(/biology exam/i);
    expect(text).not.toContain(present(each.written, each.name));
  });

  test.each(TROUBLE)("$name, goes out by template, once", (each) => {
    const text = only(each);
    expect(text).toMatch(/biology exam/i);
    expect(text.length).toBeLessThan(1000);
  });

  test("writes into a channel, was told nothing from the direct chat", async () => {
    expect(await followUpsFor(program, inGeneral("dora"))).toHaveLength(1);
    const aboutDora = told.filter((body) => /choir/i.test(body));
    expect(aboutDora.length).toBeGreaterThan(0);
    expect(told.join("\n")).not.toMatch(/appendix|surgery/i);
  });

  test("is asked about others, never hears of who said no", () => {
    expect(told.join("\n")).not.toMatch(/rehearsal|\bEd\b/);
  });
});

describe("with a model that hangs, and later is gone,", () => {
  test("follow-ups go out by template, once, and the program starts, asks and answers", async () => {
    const shaky = await startOpenAIStandIn();
    const shakyGround = await embeddedGround();
    try {
      let patient = await shakyGround.start({ LLM_BASE_URL: shaky.baseUrl });
      await talkAndSayYes(patient, inDm("fay"));
      shaky.behave({ type: "hang" });
      await patient.wind(DELAY_HOURS);
      const followUps = await followUpsFor(patient, inDm("fay"));
      expect(followUps).toHaveLength(1);
      expect(followUps[0]?.text).toMatch(/biology exam/i);

      await shaky.stop();
      await patient.stop();
      patient = await shakyGround.start({ LLM_BASE_URL: shaky.baseUrl });
      await talkAndSayYes(patient, inDm("gus"));
      await patient.wind(DELAY_HOURS);
      expect(await followUpsFor(patient, inDm("gus"))).toHaveLength(1);
    } finally {
      await shakyGround.remove();
      await shaky.stop();
    }
  });
});
