import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Program, startProgram } from "../program.ts";
import {
  answerQuestion,
  ask,
  EXAM_TALK,
  followUpsFor,
  hasButton,
  inDm,
  inGeneral,
  isFollowUp,
  openQuestion,
  present,
  SMALL_TALK,
  type Someone,
  talk,
  talkAndSayYes,
} from "./acts.ts";

let program: Program;

beforeAll(async () => {
  program = await startProgram();
});
afterAll(async () => {
  await program.stop();
});

const CHANNELS = ["general", "random"] as const;

/** All that the bot wrote that anybody can read. */
async function publicWords(): Promise<string> {
  const texts: string[] = [];
  for (const channel of CHANNELS) {
    for (const message of await program.messages("a bystander", channel)) {
      texts.push(...(message.author.bot ? [message.text] : []));
    }
  }
  return texts.join("\n");
}

describe("what was said in the direct chat", () => {
  test("is not named where everybody reads, though the yes was given there after it", async () => {
    await talk(program, inDm("agnes"), EXAM_TALK);
    await ask(program, inGeneral("agnes"), "!followup_settings on");

    await program.wind(24 * 12);

    expect((await followUpsFor(program, inGeneral("agnes"))).length).toBeGreaterThan(0);
    expect(await publicWords()).not.toMatch(/biology|exam|stressed/i);
  });

  test("is not named there either where the yes came first, and what was said in the channel is", async () => {
    await talkAndSayYes(program, inGeneral("bert"), SMALL_TALK);
    await talk(program, inDm("bert"), ["My appendix surgery was this morning", "I'm so sad about my divorce hearing on Friday"]);
    await talk(program, inGeneral("bert"), ["my pottery workshop was this afternoon and it was lovely"]);

    await program.wind(24 * 12);

    expect((await followUpsFor(program, inGeneral("bert"))).map(({ text }) => text).join("\n")).toMatch(/pottery workshop/i);
    expect(await publicWords()).not.toMatch(/appendix|surgery|divorce|hearing/i);
  });

  test("is not quoted by Why this? under a follow-up in the channel", async () => {
    for (const followUp of await followUpsFor(program, inGeneral("agnes"))) {
      const reply = present(await program.press("agnes", followUp.id, "why"), "the answer to Why this?");
      expect(reply.onlyYou).toBe(true);
      expect(reply.text).not.toMatch(/biology|exam|stressed/i);
    }
  });

  test("stays unsaid in another person's direct chat", async () => {
    await talkAndSayYes(program, inDm("carl"));

    expect((await program.messages("dora", "dm")).map(({ text }) => text).join("\n")).not.toMatch(/biology/i);
  });
});

describe("a mood", () => {
  test("that showed in a channel is not spoken of there", async () => {
    const who = inGeneral("emil");
    await talk(program, who, ["what a day", "everything is too much", "I'm so sad and exhausted, I cried all morning"]);
    await answerQuestion(program, who, "consent:yes");

    await program.wind(24 * 10);

    for (const { text } of await followUpsFor(program, who)) {
      expect(text).not.toMatch(/sad|cried|exhausted|stress|tough|rough|hard|difficult|down|heavy|feeling/i);
    }
  });

  test("that showed in the direct chat is not a reason for anything in a channel", async () => {
    await talkAndSayYes(program, inGeneral("fritz"), SMALL_TALK);
    await talk(program, inDm("fritz"), ["I feel really down and hopeless about work today", "I'm so stressed"]);

    await program.wind(24 * 10);

    for (const { text } of await followUpsFor(program, inGeneral("fritz"))) {
      expect(text).not.toMatch(/hopeless|stress|tough|rough|hard|difficult|down|heavy|feeling|work/i);
    }
  });
});

describe("in a channel", () => {
  test("the permission question is one small button; the question itself is seen by whoever presses it, alone", async () => {
    const who = inGeneral("gerda");
    await talk(program, who, SMALL_TALK);

    const seen = (await program.messages("gerda", "general")).filter(({ author, text }) => author.bot && /gerda/i.test(text));
    expect(seen).toHaveLength(1);
    expect(seen[0]?.buttons).toHaveLength(1);
    const question = present(await openQuestion(program, who), "the question");
    expect(question.onlyYou).toBe(true);
    expect(question.buttons.map(({ id }) => id)).toEqual(expect.arrayContaining(["consent:yes", "consent:topics", "consent:no"]));
    expect((await program.messages("a bystander", "general")).some((message) => hasButton(message, "consent:yes"))).toBe(false);
  });

  test("a press on somebody else's small button decides nothing for that person", async () => {
    await talk(program, inGeneral("hanna"), SMALL_TALK);
    const small = present((await program.messages("a bystander", "general")).findLast((message) => hasButton(message, "consent:ask")), "the small button");

    const reply = await program.press("igor", small.id, "consent:ask");
    if (reply !== null && hasButton(reply, "consent:yes")) {
      await program.press("igor", reply.id, "consent:yes");
    }

    expect((await program.panel("hanna")).permission.state).not.toBe("granted");
    await answerQuestion(program, inGeneral("hanna"), "consent:no");
    expect((await program.panel("hanna")).permission.state).toBe("refused");
  });

  test("nobody can press the buttons of a question that only another person sees", async () => {
    await talk(program, inGeneral("jana"), SMALL_TALK);
    const question = present(await openQuestion(program, inGeneral("jana")), "the question");

    const { status } = await program.call("POST", "/api/sandbox/buttons", { user: "igor", messageId: question.id, buttonId: "consent:yes" });

    expect(status).toBe(404);
    expect((await program.panel("jana")).permission.state).not.toBe("granted");
  });

  test("a follow-up says whom it is for", async () => {
    const people = ["kaja", "ludo", "mina", "nepomuk", "ottilie", "pavel"].map(inGeneral);
    for (const who of people) {
      await ask(program, who, "!followup_settings on");
      await ask(program, inDm("admin"), `!schedule_followup @${who.name} 1`);
    }
    await program.wind(1);

    for (const { name } of people) {
      const [text] = (await program.panel(name)).followUps.map((followUp) => followUp.text);
      expect(present(text, `a follow-up for ${name}`).toLowerCase()).toContain(name);
    }
  });

  describe("a follow-up's buttons, pressed by somebody else,", () => {
    const who: Someone = inGeneral("quirin");
    let followUpId: string;

    beforeAll(async () => {
      await talk(program, who, ["hello all", "what a weekend", "my choir concert was yesterday"]);
      await answerQuestion(program, who, "consent:yes");
      await program.wind(48);
      followUpId = present((await followUpsFor(program, who))[0], "the follow-up").id;
    });

    test.each(["why", "later", "stop", "up", "down"])("%s: do nothing, and tell that person alone", async (buttonId) => {
      const before = await program.panel("quirin");

      const reply = await program.press("knut", followUpId, buttonId);

      expect(reply?.onlyYou ?? true).toBe(true);
      expect(reply?.text ?? "").not.toMatch(/choir|concert/i);
      const after = await program.panel("quirin");
      expect(after.permission).toEqual(before.permission);
      expect(after.next?.at).toBe(before.next?.at);
      expect(after.followUps).toEqual(before.followUps);
      expect((await program.panel("knut")).permission.state).toBe("not_asked");
    });

    test("by them: the answers are theirs alone", async () => {
      for (const buttonId of ["why", "later"]) {
        const reply = present(await program.press("quirin", followUpId, buttonId), `the answer to ${buttonId}`);
        expect(reply.onlyYou).toBe(true);
        expect((await program.messages("igor", "general")).map(({ id }) => id)).not.toContain(reply.id);
      }
    });
  });

  test("who said yes in the channel is not written to in the direct chat, and the other way round", async () => {
    await talkAndSayYes(program, inGeneral("rosa"), ["hi all", "long day", "my pottery exam was yesterday"]);
    await talkAndSayYes(program, inDm("silke"));
    await program.wind(24 * 7);

    expect((await program.messages("rosa", "dm")).filter(isFollowUp)).toEqual([]);
    expect((await followUpsFor(program, inGeneral("rosa"))).length).toBeGreaterThan(0);
    for (const channel of CHANNELS) {
      expect(await followUpsFor(program, { name: "silke", channel }), channel).toEqual([]);
    }
  });
});

test("what one person sees of the direct chat, nobody else can fetch", async () => {
  await talk(program, inDm("tilda"), ["a word for the bot alone"]);

  const others = await program.messages("ursula", "dm");

  expect(others).toEqual([]);
});
