import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Message } from "../../src/web/contract.ts";
import type { Program } from "../program.ts";
import {
  answerQuestion,
  ask,
  clockOf,
  EXAM,
  EXAM_TALK,
  followUpsFor,
  hoursBetween,
  inDm,
  openQuestion,
  present,
  SMALL_TALK,
  type Someone,
  talk,
  talkAndSayYes,
} from "./acts.ts";
import { describeOnEachGround, type Ground } from "./grounds.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

/** The people of these tests: all talked of the exam, said yes, and two days went by. */
const PEOPLE = ["anna", "berta", "celia", "dina", "edda", "flora", "gabi", "ida"].map(inDm);

/** The first day that the answer to Later leaves open: "nothing before 29 Nov 2026". */
function promisedDay(reply: Message | null): Date {
  const day = /before ([^.]*\d{4}[-\d]*)/.exec(reply?.text ?? "")?.[1];
  return new Date(`${present(day, "a day in the answer")} UTC`);
}

describeOnEachGround("a follow-up that was sent", (newGround) => {
  let ground: Ground;
  let program: Program;

  beforeAll(async () => {
    ground = await newGround();
    program = await ground.start();
    for (const who of PEOPLE) {
      await talkAndSayYes(program, who);
    }
    await program.wind(48);
  });
  afterAll(async () => {
    await ground.remove();
  });

  async function firstFollowUp(who: Someone): Promise<Message> {
    return present((await followUpsFor(program, who))[0], "the follow-up");
  }

  describe("the buttons of a follow-up", () => {
    test("are Why this?, Later, Stop and two thumbs, and it ends by saying that a bot wrote it", async () => {
      const { buttons, text, author } = await firstFollowUp(inDm("anna"));

      expect(buttons.map(({ id }) => id)).toEqual(["why", "later", "stop", "up", "down"]);
      expect(author.bot).toBe(true);
      expect(text).toMatch(/\n-# .*automated.*followup_settings/s);
    });

    test("Why this? says what they wrote, after a no only that the words were deleted", async () => {
      const [followUp] = await followUpsFor(program, inDm("anna"));
      const id = present(followUp, "the follow-up").id;
      expect((await program.press("anna", id, "why"))?.text).toContain(EXAM);

      await ask(program, inDm("anna"), "!followup_settings off");

      const after = await program.press("anna", id, "why");
      expect(after?.text).toMatch(/delet/i);
      expect(after?.text).not.toMatch(/biology|exam|stressed/i);
    });

    test("a shorter time chosen after Later ends the longer one", async () => {
      const who = inDm("dina");
      const followUp = await firstFollowUp(who);
      const reply = present(await program.press("dina", followUp.id, "later"), "the answer");
      const day = present(
        reply.buttons.find(({ label }) => /\bday\b/i.test(label)),
        "a day to choose",
      );

      const chosen = await program.press("dina", reply.id, day.id);

      expect(promisedDay(chosen).getTime()).toBeLessThan(promisedDay(reply).getTime());
    });

    test("a thumb changes no permission, whichever and however often it is pressed", async () => {
      const followUp = await firstFollowUp(inDm("edda"));

      for (const thumb of ["up", "up", "down"]) {
        await program.press("edda", followUp.id, thumb);
      }

      expect((await program.panel("edda")).permission.state).toBe("granted");
    });

    test("Stop ends it at once and for good", async () => {
      const followUp = await firstFollowUp(inDm("flora"));

      const reply = await program.press("flora", followUp.id, "stop");

      expect(reply?.text).toMatch(/followup_settings on/);
      const panel = await program.panel("flora");
      expect(panel.permission.state).toBe("refused");
      expect(panel.facts).toEqual([]);
      expect(panel.next).toBeNull();
    });

    test("Later by itself holds until the day that it names", async () => {
      const followUp = await firstFollowUp(inDm("berta"));
      const reply = await program.press("berta", followUp.id, "later");
      const day = promisedDay(reply);

      await program.wind((day.getTime() - (await clockOf(program)).getTime()) / 3_600_000 - 0.1);
      expect(await followUpsFor(program, inDm("berta"))).toHaveLength(1);
    });

    test("Later offers longer and shorter times; what is chosen holds, and afterwards it goes on", async () => {
      const who = inDm("celia");
      const followUp = await firstFollowUp(who);
      const reply = present(await program.press("celia", followUp.id, "later"), "the answer");
      expect(reply.buttons.length).toBeGreaterThanOrEqual(2);
      const week = present(
        reply.buttons.find(({ label }) => /week/i.test(label)),
        "a week to choose",
      );

      const chosen = await program.press("celia", reply.id, week.id);
      expect(hoursBetween(await clockOf(program), promisedDay(chosen))).toBeGreaterThan(6 * 24);
      await program.wind(7 * 24 - 1);
      expect(await followUpsFor(program, who)).toHaveLength(1);

      await program.wind(7 * 24);
      expect((await followUpsFor(program, who)).length).toBeGreaterThan(1);
      expect(await followUpsFor(program, inDm("flora")), "who pressed Stop two weeks ago").toHaveLength(1);
    });

    test("a button that is not there, and a message that is not theirs, are refused", async () => {
      const followUp = await firstFollowUp(inDm("gabi"));
      const press = async (user: string, messageId: string, buttonId: string): Promise<number> =>
        (await program.call("POST", "/api/sandbox/buttons", { user, messageId, buttonId })).status;

      expect(await press("gabi", followUp.id, "consent:yes")).toBe(404);
      expect(await press("gabi", "0123456789012345678901", "stop")).toBe(404);
      expect(await press("somebody else", followUp.id, "stop")).toBe(404);
      expect((await program.panel("gabi")).permission.state).toBe("granted");
    });

    test("an old question that was answered cannot be answered again", async () => {
      await talk(program, inDm("hilde"), SMALL_TALK);
      const question = present(await openQuestion(program, inDm("hilde")), "the question");
      await program.press("hilde", question.id, "consent:no");

      const again = await program.call("POST", "/api/sandbox/buttons", {
        user: "hilde",
        messageId: question.id,
        buttonId: "consent:yes",
      });

      expect(again.status).toBe(404);
      expect((await program.panel("hilde")).permission.state).toBe("refused");
    });
  });

  describe("after the program was stopped and started again", () => {
    let before: { readonly clock: Date; readonly plan: string; readonly thumbs: readonly unknown[] };

    beforeAll(async () => {
      await talk(program, inDm("jutta"), EXAM_TALK);
      await talkAndSayYes(program, inDm("karin"));
      await program.wind(30);
      const plan = present((await program.panel("karin")).next, "a plan").at;
      const clock = await clockOf(program);
      await program.stop();
      const thumbs = await ground.read(
        "select thumb from follow_up_history where user_id = 'edda' order by id limit 1",
      );
      before = { clock, plan, thumbs };
      program = await ground.start();
    });

    test("the last thumb that was pressed stands in the history", () => {
      expect(before.thumbs).toEqual([{ thumb: "down" }]);
    });

    test("the buttons of old messages work", async () => {
      const old = await firstFollowUp(inDm("ida"));

      expect((await program.press("ida", old.id, "why"))?.text).toContain(EXAM);
      expect((await program.press("ida", old.id, "later"))?.buttons.length).toBeGreaterThan(0);
      await program.press("ida", old.id, "stop");
      expect((await program.panel("ida")).permission.state).toBe("refused");
      await answerQuestion(program, inDm("jutta"), "consent:no");
      expect((await program.panel("jutta")).permission.state).toBe("refused");
    });

    test("the clock has not gone back, and what was planned goes on", async () => {
      expect((await clockOf(program)).getTime()).toBeGreaterThanOrEqual(before.clock.getTime());
      expect((await program.panel("karin")).next?.at).toBe(before.plan);

      await program.wind(17.9);
      expect(await followUpsFor(program, inDm("karin"))).toEqual([]);
      await program.wind(0.2);
      expect(await followUpsFor(program, inDm("karin"))).toHaveLength(1);
    });

    test("messages and answers are still there", async () => {
      expect((await program.messages("karin", "dm")).map(({ text }) => text)).toEqual(
        expect.arrayContaining([...EXAM_TALK]),
      );
    });
  });
});
