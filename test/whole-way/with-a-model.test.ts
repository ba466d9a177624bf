import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { type Behaviour, type OpenAIStandIn, startOpenAIStandIn } from "../llm/openai-stand-in.ts";
import { type Program, startProgram } from "../program.ts";
import { answerQuestion, EXAM_TALK, followUpsFor, inDm, inGeneral, openQuestion, present, talk, talkAndSayYes, SMALL_TALK } from "./acts.ts";

const PLEASANT: Behaviour = { type: "answer", text: "That sounds like a lot. Tell me more!" };
const WRITTEN = "Hey you, I had your biology exam in mind today. How did it turn out?";

let model: OpenAIStandIn;
let program: Program;

beforeAll(async () => {
  model = await startOpenAIStandIn();
  program = await startProgram({ environment: { LLM_BASE_URL: model.baseUrl } });
});
afterAll(async () => {
  await program.stop();
  await model.stop();
});
beforeEach(() => {
  model.behave(PLEASANT);
});

describe("a model", () => {
  test("answers in a talk", async () => {
    await talk(program, inDm("ann"), ["hi there", "what a week"]);
    await program.wind(0.01);

    const answers = (await program.messages("ann", "dm")).filter(({ author, text }) => author.bot && text.includes("Tell me more"));
    expect(answers.length).toBeGreaterThan(0);
  });

  test("is named in the permission question: who runs it", async () => {
    await talk(program, inDm("bea"), SMALL_TALK);
    await program.wind(0.01);

    expect(present(await openQuestion(program, inDm("bea")), "the question").text).toContain(new URL(model.baseUrl).host);
  });

  test("writes the follow-up, which still says that a bot wrote it", async () => {
    await talkAndSayYes(program, inDm("cleo"));
    model.behave({ type: "answer", text: WRITTEN });

    await program.wind(48);

    const followUps = await followUpsFor(program, inDm("cleo"));
    expect(followUps).toHaveLength(1);
    expect(followUps[0]?.text).toContain(WRITTEN);
    expect(followUps[0]?.text).toMatch(/\n-# .*automated/);
  });

  test("is told nothing from the direct chat when it writes into a channel", async () => {
    await talkAndSayYes(program, inGeneral("dora"), ["hello everybody", "lovely weather", "my choir concert was yesterday"]);
    await talk(program, inDm("dora"), ["My appendix surgery was this morning"]);
    await program.wind(0.01);
    const before = model.chats().length;

    await program.wind(48 + 24);

    expect((await followUpsFor(program, inGeneral("dora"))).length).toBeGreaterThan(0);
    const told = JSON.stringify(model.chats().slice(before).map(({ body }) => body).filter((body) => /dora/i.test(JSON.stringify(body))));
    expect(told).not.toMatch(/appendix|surgery/i);
  });

  test("is told nothing of somebody who said no", async () => {
    await talk(program, inDm("ed"), SMALL_TALK);
    await program.wind(0.01);
    await answerQuestion(program, inDm("ed"), "consent:no");
    const before = model.chats().length;

    await program.wind(72);

    expect(JSON.stringify(model.chats().slice(before).map(({ body }) => body))).not.toMatch(/\bed\b/i);
  });
});

describe("what a model must not write is not sent", () => {
  test.each([
    ["guilt", "I was so lonely without you, your biology exam made me wait. Where have you been?"],
    ["a count of the days", "It has been 2 days since you last wrote! How was the biology exam?"],
    ["a link", "How was your biology exam? Look at https://example.com/win now"],
    ["somebody else's mention", "Hey @everyone, how was the biology exam?"],
    ["an unfilled slot", "Hey {name}, how was your biology exam?"],
    ["another language", "Hallo du, wie ist denn deine Prüfung in Biologie gestern gelaufen? Ich hoffe, dass alles gut war."],
  ])("%s", async (word, text) => {
    const who = inDm(`w ${word.replace(/\W/g, " ")}`);
    await talkAndSayYes(program, who);
    model.behave({ type: "answer", text });

    await program.wind(48);

    const followUps = await followUpsFor(program, who);
    expect(followUps).toHaveLength(1);
    expect(followUps[0]?.text).not.toContain(text);
    expect(followUps[0]?.text).toMatch(/biology exam/i);
  });
});

describe("a follow-up goes out by template, once, where the model", () => {
  const TROUBLE: readonly (readonly [string, Behaviour])[] = [
    ["hangs", { type: "hang" }],
    ["answers 500", { type: "error", status: 500 }],
    ["answers 429", { type: "error", status: 429, headers: { "retry-after": "3600" } }],
    ["says nothing", { type: "answer", text: "" }],
    ["says no JSON", { type: "raw", body: "<html>busy</html>" }],
    ["says other JSON", { type: "raw", body: '{"choices":[]}' }],
    ["says 20,000 characters", { type: "answer", text: "biology exam ".repeat(1540) }],
    ["is cut off", { type: "close-half-way" }],
    ["refuses", { type: "refuse", refusal: "I cannot help with that." }],
  ];

  test.each(TROUBLE)("%s", async (word, behaviour) => {
    const who = inDm(`m ${word.replace(/\W/g, " ")}`);
    await talkAndSayYes(program, who);
    model.behave(behaviour);

    await program.wind(48);

    const followUps = await followUpsFor(program, who);
    expect(followUps).toHaveLength(1);
    expect(followUps[0]?.text).toMatch(/biology exam/i);
    expect(followUps[0]?.text.length).toBeLessThan(2000);
  });

  test.each(TROUBLE.filter(([word]) => word !== "hangs"))("%s in the middle of a talk: the talk goes on without it", async (word, behaviour) => {
    const who = inDm(`t ${word.replace(/\W/g, " ")}`);
    model.behave(behaviour);

    await talk(program, who, EXAM_TALK);
    await program.wind(0.01);

    expect(await openQuestion(program, who)).not.toBeNull();
  });
});

test("with a model that cannot be reached the program starts, asks and follows up", async () => {
  const gone = await startOpenAIStandIn();
  await gone.stop();
  const alone = await startProgram({ environment: { LLM_BASE_URL: gone.baseUrl } });
  try {
    await talkAndSayYes(alone, inDm("fay"));
    await alone.wind(48);

    expect(await followUpsFor(alone, inDm("fay"))).toHaveLength(1);
  } finally {
    await alone.stop();
  }
});
