import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Program } from "../program.ts";
import {
  answerQuestion,
  ask,
  followUpsFor,
  hasButton,
  hoursBetween,
  inDm,
  inGeneral,
  openQuestion,
  orderIdIn,
  present,
  setZone,
  SMALL_TALK,
  type Someone,
  talk,
  talkAndSayYes,
  windToHour,
} from "./acts.ts";
import { describeOnEachGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const ADMIN = inDm("admin");

/** The administrator orders, and the answer gives the order's id. */
async function order(program: Program, name: string, hours: number): Promise<string> {
  return orderIdIn(await ask(program, ADMIN, `!schedule_followup @${name} ${hours}`));
}

async function switchOn(program: Program, who: Someone): Promise<void> {
  await ask(program, who, "!followup_settings on");
}

describeOnEachGround("with the whole program", (newGround) => {
  let program: Program;

  let ground: Ground;

  beforeAll(async () => {
    ground = await newGround();
    program = await ground.start();
  });
  afterAll(async () => {
    await ground.remove();
  });

  describe("an administrator orders a follow-up", () => {
    test.each([inDm("dora"), inGeneral("gina")])(
      "$name, who only ever switched it on in $channel, gets it there an hour later",
      async (who) => {
        await switchOn(program, who);
        await order(program, who.name, 1);

        await program.wind(1);

        expect(await followUpsFor(program, who)).toHaveLength(1);
        for (const channel of (["dm", "general", "random"] as const).filter((other) => other !== who.channel)) {
          expect(await followUpsFor(program, { ...who, channel }), channel).toEqual([]);
        }
      },
    );

    test("it comes not a minute before its time, and part of an hour is a time", async () => {
      await switchOn(program, inDm("hetty"));
      await order(program, "hetty", 0.5);

      await program.wind(0.48);
      expect(await followUpsFor(program, inDm("hetty"))).toEqual([]);
      await program.wind(0.03);
      expect(await followUpsFor(program, inDm("hetty"))).toHaveLength(1);
    });

    test.each(["!schedule_followup @Ivy 1", "/schedule_followup @ivy 1", "!schedule_followup  @ivy   1 "])(
      "“%s” means ivy, as the bot itself writes the name",
      async (text) => {
        await switchOn(program, inDm("ivy"));

        orderIdIn(await ask(program, ADMIN, text));
      },
    );

    test("a name of two words can be ordered for", async () => {
      await switchOn(program, inDm("mary ann"));

      await order(program, "mary ann", 1);
      await program.wind(1);

      expect(await followUpsFor(program, inDm("mary ann"))).toHaveLength(1);
    });

    describe("for somebody who gave no permission", () => {
      test("the answer says that, and nothing is ever sent", async () => {
        await talk(program, inDm("pia"), ["hello"]);

        const answer = await ask(program, ADMIN, "!schedule_followup @pia 1");

        expect(answer.text).toMatch(/permission/i);
        await program.wind(2);
        expect(await followUpsFor(program, inDm("pia"))).toEqual([]);
      });

      test("Ask them puts the question under their next message, once, and a yes there permits the next order", async () => {
        await talk(program, inDm("paul"), ["hello"]);
        const answer = await ask(program, ADMIN, "!schedule_followup @paul 1");
        const askThem = present(
          answer.buttons.find(({ label }) => /ask/i.test(label)),
          "a button Ask them",
        );

        await program.press("admin", answer.id, askThem.id);
        expect(await openQuestion(program, inDm("paul")), "before they write").toBeNull();

        await program.say("paul", "dm", "me again");
        await answerQuestion(program, inDm("paul"), "consent:yes");
        await program.say("paul", "dm", "and that was that");
        expect(await openQuestion(program, inDm("paul")), "a second question").toBeNull();
        await order(program, "paul", 1);
        await program.wind(1);
        expect(await followUpsFor(program, inDm("paul"))).toHaveLength(1);
      });

      test("who did not answer the question is asked once more after Ask them, and not again after that", async () => {
        await talk(program, inDm("petra"), SMALL_TALK);
        present(await openQuestion(program, inDm("petra")), "the first question");
        const questions = async (): Promise<number> =>
          (await program.messages("petra", "dm")).filter((message) => hasButton(message, "consent:yes")).length;
        const first = await questions();
        const answer = await ask(program, ADMIN, "!schedule_followup @petra 1");
        await program.press("admin", answer.id, present(answer.buttons[0], "Ask them").id);

        await program.wind(24);
        await talk(program, inDm("petra"), SMALL_TALK);
        const second = await questions();
        await program.wind(24);
        await talk(program, inDm("petra"), SMALL_TALK);

        expect(second - first).toBeLessThanOrEqual(1);
        expect(await openQuestion(program, inDm("petra"))).not.toBeNull();
        expect(await questions()).toBe(second);
      });

      test("who said no is not written to, whatever is ordered", async () => {
        await talk(program, inDm("nils"), SMALL_TALK);
        await answerQuestion(program, inDm("nils"), "consent:no");

        const answer = await ask(program, ADMIN, "!schedule_followup @nils 1");
        await program.wind(30);

        expect(answer.text).toMatch(/no\b/i);
        expect(await followUpsFor(program, inDm("nils"))).toEqual([]);
      });
    });

    test("an order passes over delay and gap, but never over two in seven days", async () => {
      const who = inDm("wanda");
      await switchOn(program, who);
      await order(program, "wanda", 1);
      await program.wind(1);
      await order(program, "wanda", 0.5);
      await program.wind(0.5);
      expect(await followUpsFor(program, who), "two within two hours").toHaveLength(2);

      const third = await order(program, "wanda", 0.3);
      await program.wind(0.3);

      expect(await followUpsFor(program, who), "a third").toHaveLength(2);
      expect((await ask(program, ADMIN, `!job_status ${third}`)).text).toMatch(/weekly_cap|seven days/);
      await program.wind(8 * 24);
      const sent = await followUpsFor(program, who);
      expect(sent, "when a week is over").toHaveLength(3);
      expect(hoursBetween(present(sent[0], "first").sentAt, present(sent[2], "third").sentAt)).toBeGreaterThanOrEqual(
        7 * 24,
      );
    });

    test("an order passes over the back-off of somebody who does not answer", async () => {
      await talkAndSayYes(program, inDm("rhea"));
      await program.wind(48 + 96 + 100);
      const before = (await followUpsFor(program, inDm("rhea"))).length;
      expect(before).toBe(2);

      await order(program, "rhea", 24 - ((48 + 96 + 100) % 24));
      await program.wind(24);

      expect(await followUpsFor(program, inDm("rhea"))).toHaveLength(3);
    });

    test("nobody is written to in the middle of a talk: the order waits until they have been quiet for a quarter of an hour", async () => {
      const who = inDm("lila");
      await switchOn(program, who);
      await order(program, "lila", 1);
      await program.wind(0.9);
      const last = await program.say("lila", "dm", "by the way, hello");

      await program.wind(0.15);
      expect(await followUpsFor(program, who)).toEqual([]);

      await program.wind(0.3);
      const [followUp] = await followUpsFor(program, who);
      expect(hoursBetween(last.sentAt, present(followUp, "the follow-up").sentAt)).toBeGreaterThanOrEqual(0.25);
    });

    test("an order does not pass over quiet hours: it waits for the morning", async () => {
      await windToHour(program, 21.5);
      await switchOn(program, inDm("quentin"));
      await setZone(program, "quentin", "UTC");
      const id = await order(program, "quentin", 1);

      await program.wind(11.4);
      expect(await followUpsFor(program, inDm("quentin")), "at nearly nine").toEqual([]);
      expect((await ask(program, ADMIN, `!job_status ${id}`)).text).toMatch(/waiting/i);

      await program.wind(3);
      const [followUp] = await followUpsFor(program, inDm("quentin"));
      expect(new Date(present(followUp, "the follow-up").sentAt).getUTCHours()).toBeGreaterThanOrEqual(9);
      expect((await ask(program, ADMIN, `!job_status ${id}`)).text).toMatch(/sent/i);
    });

    test("who switches it off before the order is due gets nothing, and the order says why", async () => {
      await switchOn(program, inDm("umberto"));
      const id = await order(program, "umberto", 1);
      await ask(program, inDm("umberto"), "!followup_settings off");

      await program.wind(3);

      expect(await followUpsFor(program, inDm("umberto"))).toEqual([]);
      expect((await ask(program, ADMIN, `!job_status ${id}`)).text).toMatch(/withdrawn|off|permission/i);
    });

    test("a message of theirs in the meantime does not call the order off", async () => {
      await switchOn(program, inDm("vera"));
      await order(program, "vera", 1.5);
      await program.wind(0.5);
      await talk(program, inDm("vera"), ["just passing by"]);

      await program.wind(1.1);

      expect(await followUpsFor(program, inDm("vera"))).toHaveLength(1);
    });

    test("what the order promises as its moment is when it comes", async () => {
      await switchOn(program, inDm("xenia"));
      const answer = await ask(program, ADMIN, "!schedule_followup @xenia 1");
      const promised = new Date(present(/not before (.*? UTC)/.exec(answer.text)?.[1], "a moment in the answer"));

      await program.wind(1.1);

      const [followUp] = await followUpsFor(program, inDm("xenia"));
      const minutesLate = hoursBetween(promised, present(followUp, "the follow-up").sentAt) * 60;
      expect(minutesLate).toBeGreaterThanOrEqual(0);
      expect(minutesLate).toBeLessThanOrEqual(2);
    });
  });

  describe("somebody who writes again", () => {
    test("an hour before the follow-up is not interrupted: it comes two days after the new message", async () => {
      await talkAndSayYes(program, inDm("back"));
      await program.wind(47);
      await program.say("back", "dm", "hello, me again, all quiet here");

      await program.wind(46.9);
      expect(await followUpsFor(program, inDm("back"))).toEqual([]);

      await program.wind(1.2);
      expect(await followUpsFor(program, inDm("back"))).toHaveLength(1);
    });

    test("every day is never written to", async () => {
      await talkAndSayYes(program, inDm("daily"));
      for (let day = 0; day < 10; day += 1) {
        await program.wind(24);
        await program.say("daily", "dm", `day ${day}, still here`);
      }

      expect(await followUpsFor(program, inDm("daily"))).toEqual([]);
    });

    test("and says how it went before it was asked is not asked about it", async () => {
      await talkAndSayYes(program, inDm("told"));
      await program.wind(24);
      await program.say("told", "dm", "The biology exam went great, I passed!");

      await program.wind(24 * 6);

      for (const { text } of await followUpsFor(program, inDm("told"))) {
        expect(text).not.toMatch(/how did .*biology exam go/i);
      }
    });

    test("in another place than the follow-ups' one counts as being back, too", async () => {
      await talkAndSayYes(program, inDm("other"));
      await program.wind(47);
      await program.say("other", "general", "hello everybody");

      await program.wind(2);

      expect(await followUpsFor(program, inDm("other"))).toEqual([]);
    });
  });
});
