import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Program } from "../program.ts";
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
import { embeddedGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

let ground: Ground;
let program: Program;

beforeAll(async () => {
  ground = await embeddedGround();
  program = await ground.start();
});
afterAll(async () => {
  await ground.remove();
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

describe("when twelve days have gone by", () => {
  // All of them talk at first, so that the clock is wound once.
  beforeAll(async () => {
    await talk(program, inDm("agnes"), EXAM_TALK);
    await ask(program, inGeneral("agnes"), "!followup_settings on");
    await talkAndSayYes(program, inGeneral("bert"), SMALL_TALK);
    await talk(program, inDm("bert"), [
      "My appendix surgery was this morning",
      "I'm so sad about my divorce hearing on Friday",
    ]);
    await talk(program, inGeneral("bert"), ["my pottery workshop was this afternoon"]);
    await talkAndSayYes(program, inGeneral("emil"), [
      "what a day",
      "everything is too much",
      "I'm so sad and exhausted, I cried all morning",
    ]);
    await talkAndSayYes(program, inGeneral("fritz"), SMALL_TALK);
    await talk(program, inDm("fritz"), ["I feel really down and hopeless about work today", "I'm so stressed"]);
    await talkAndSayYes(program, inGeneral("rosa"), ["hi all", "long day", "my pottery exam was yesterday"]);
    await talkAndSayYes(program, inDm("silke"));
    await program.wind(24 * 12);
  });

  test("what was told in the direct chat is not named where everybody reads, though the yes was given there after it", async () => {
    expect((await followUpsFor(program, inGeneral("agnes"))).length).toBeGreaterThan(0);
    expect(await publicWords()).not.toMatch(/biology|stressed/i);
  });

  test("nor where the yes came first; what was told in the channel is", async () => {
    const words = (await followUpsFor(program, inGeneral("bert"))).map(({ text }) => text).join("\n");
    expect(words).toMatch(/pottery workshop/i);
    expect(await publicWords()).not.toMatch(/appendix|surgery|divorce|hearing/i);
  });

  test("Why this? under a follow-up in the channel does not quote the direct chat", async () => {
    for (const followUp of await followUpsFor(program, inGeneral("agnes"))) {
      const reply = present(await program.press("agnes", followUp.id, "why"), "the answer to Why this?");
      expect(reply.onlyYou).toBe(true);
      expect(reply.text).not.toMatch(/biology|exam|stressed/i);
    }
  });

  test("what one person told is unsaid in another's direct chat", async () => {
    expect(await program.messages("ursula", "dm")).toEqual([]);
  });

  test("a mood that showed in the channel is not spoken of there", async () => {
    for (const { text } of await followUpsFor(program, inGeneral("emil"))) {
      expect(text).not.toMatch(/sad|cried|exhausted|stress|tough|rough|hard|difficult|down|heavy|feeling/i);
    }
  });

  test("a mood that showed in the direct chat is no reason for anything in the channel", async () => {
    for (const { text } of await followUpsFor(program, inGeneral("fritz"))) {
      expect(text).not.toMatch(/hopeless|stress|tough|rough|hard|difficult|down|heavy|feeling|work/i);
    }
  });

  test("who said yes in the channel was not written to in the direct chat, and the other way round", async () => {
    expect((await program.messages("rosa", "dm")).filter(isFollowUp)).toEqual([]);
    expect((await followUpsFor(program, inGeneral("rosa"))).length).toBeGreaterThan(0);
    expect((await followUpsFor(program, inDm("silke"))).length).toBeGreaterThan(0);
    for (const channel of CHANNELS) {
      expect(await followUpsFor(program, { name: "silke", channel }), channel).toEqual([]);
    }
  });
});

describe("in a channel", () => {
  test("the permission question is one small button; the question itself is seen by whoever presses it, alone", async () => {
    const who = inGeneral("gerda");
    await talk(program, who, SMALL_TALK);

    const seen = (await program.messages("gerda", "general")).filter(
      ({ author, text }) => author.bot && /gerda/i.test(text),
    );
    expect(seen).toHaveLength(1);
    expect(seen[0]?.buttons).toHaveLength(1);
    const question = present(await openQuestion(program, who), "the question");
    expect(question.onlyYou).toBe(true);
    expect(question.buttons.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["consent:yes", "consent:topics", "consent:no"]),
    );
    expect(
      (await program.messages("a bystander", "general")).some((message) => hasButton(message, "consent:yes")),
    ).toBe(false);
  });

  test("a press on somebody else's small button decides nothing for that person", async () => {
    await talk(program, inGeneral("hanna"), SMALL_TALK);
    const small = present(
      (await program.messages("a bystander", "general")).findLast((message) => hasButton(message, "consent:ask")),
      "the small button",
    );

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

    const { status } = await program.call("POST", "/api/sandbox/buttons", {
      user: "igor",
      messageId: question.id,
      buttonId: "consent:yes",
    });

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

    for (const who of people) {
      expect(await followUpsFor(program, who), `follow-ups that name ${who.name}`).toHaveLength(1);
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

    test.each(["why", "later", "stop", "up", "down"])(
      "%s: do nothing, and tell that person alone",
      async (buttonId) => {
        const before = await program.panel("quirin");

        const reply = await program.press("knut", followUpId, buttonId);

        expect(reply?.onlyYou ?? true).toBe(true);
        expect(reply?.text ?? "").not.toMatch(/choir|concert/i);
        const after = await program.panel("quirin");
        expect(after.permission).toEqual(before.permission);
        expect(after.next?.at).toBe(before.next?.at);
        expect(after.followUps).toEqual(before.followUps);
        expect((await program.panel("knut")).permission.state).toBe("not_asked");
      },
    );

    test("by them: the answers are theirs alone", async () => {
      for (const buttonId of ["why", "later"]) {
        const reply = present(await program.press("quirin", followUpId, buttonId), `the answer to ${buttonId}`);
        expect(reply.onlyYou).toBe(true);
        expect((await program.messages("igor", "general")).map(({ id }) => id)).not.toContain(reply.id);
      }
    });
  });
});
