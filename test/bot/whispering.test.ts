import { describe, expect, test } from "vitest";

import { crisisWords } from "../../src/bot/crisis/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import type { Reply } from "../../src/delivery/index.ts";
import { values } from "../product-database.ts";
import { dmOf, hall, someone, useStage } from "./stage.ts";

const HALL = hall("a");
const ROOT = someone("root", { operator: true });
const CRISIS = "I want to kill myself";

function buttonOf(replies: readonly Reply[]): string {
  expect(replies).toHaveLength(1);
  const [button] = replies[0]?.buttons ?? [];
  expect(replies[0]).toMatchObject({ onlyForActor: false });
  expect(button?.label).toBe("Show me");
  return button?.id ?? "";
}

describeOnEachDatabase("an answer that is for one alone, among others", (open) => {
  const stage = useStage(open);

  test("waits behind a button, and whoever presses it alone sees the answer", async () => {
    const id = buttonOf(await stage().say(ROOT, HALL, "!bot_status"));
    expect(id).toBe("run:bot_status");

    const answer = await stage().press(ROOT, HALL, id);

    expect(answer).toMatchObject({ onlyForActor: true });
    expect(answer?.text).toContain("connected, 42 ms");
  });

  test("the button gives nobody more rights than they have", async () => {
    const id = buttonOf(await stage().say(ROOT, HALL, "!job_status"));
    const answer = await stage().press(someone("nosy", { serverAdministrator: true }), HALL, id);
    expect(answer?.text).toBe("Name an order: the jobs of the whole bot are for its operators.");
    expect((await stage().press(someone("nosy"), HALL, id))?.text).toBe("`/job_status` is for administrators.");
  });

  test("whoever may not give a command is told so at once", async () => {
    const [answer] = await stage().say(someone("nosy"), HALL, "!bot_status");
    expect(answer).toMatchObject({ text: "`!bot_status` is for the bot's operators.", onlyForActor: false });
  });

  test("a no counts when it is said, and the button shows what came of it", async () => {
    const ida = someone("ida");
    await stage().give(ida, HALL, "followup_settings on");

    const id = buttonOf(await stage().say(ida, HALL, "!followup_settings off"));

    const states = "select decision as value from consents where person_id = 'id-ida' order by sequence";
    expect(await values(stage().database, states)).toEqual(["granted", "refused"]);
    expect((await stage().press(ida, HALL, id))?.text).toContain("Follow-ups: **off**");
    expect(await values(stage().database, states)).toEqual(["granted", "refused"]);
  });

  test("an order is given by the press, for the person who was named", async () => {
    const pia = someone("Pia Maria");
    await stage().give(pia, HALL, "followup_settings on");
    const mentions = [{ id: pia.id, name: pia.name }];
    const chief = someone("chief", { serverAdministrator: true });

    const replies = await stage().say(chief, HALL, "!schedule_followup @Pia Maria 24", { mentions });

    expect(replies[0]?.text).toBe("chief, my answer is for you alone.");
    const orders = "select count(*) as value from follow_up_orders";
    expect(await values(stage().database, orders)).toEqual([0]);
    const id = buttonOf(replies);
    const answer = await stage().press(chief, HALL, id);
    expect(answer?.text).toContain("Ordered");
    expect(answer?.text).toContain(pia.id);
    expect(await values(stage().database, orders)).toEqual([1]);
  });

  test("a call that fits into no button is sent to the slash command", async () => {
    const [answer] = await stage().say(ROOT, HALL, `!job_status ${"x".repeat(200)}`);
    expect(answer).toMatchObject({
      onlyForActor: false,
      text: "My answer is for you alone: please use `/job_status`.",
    });
    expect(answer?.buttons ?? []).toEqual([]);
  });

  test("in a direct chat, and to a slash command, the answer comes at once", async () => {
    const [answer] = await stage().say(ROOT, dmOf(ROOT), "!bot_status");
    expect(answer?.text).toContain("1.2.3");
    expect((await stage().give(ROOT, HALL, "bot_status")).text).toContain("1.2.3");
  });

  describe("signs of danger", () => {
    test("are met with the words of any command, and the help is for that person alone", async () => {
      const ada = someone("ada");
      const replies = await stage().say(ada, HALL, CRISIS);
      const command = await stage().say(ada, HALL, "!followup_settings");

      expect(replies[0]?.text).toBe(command[0]?.text);
      const id = buttonOf(replies);
      expect(await stage().press(ada, HALL, id)).toMatchObject({
        text: crisisWords({ danger: null, timeZone: null }),
        onlyForActor: true,
        buttons: [],
      });
      expect((await stage().press(someone("bob"), HALL, id))?.text).toBe("These words are for somebody else.");
    });

    test("are answered at once in a direct chat", async () => {
      const eve = someone("eve");
      expect(await stage().say(eve, dmOf(eve), CRISIS)).toMatchObject([
        { text: crisisWords({ danger: "explicit", timeZone: null }) },
      ]);
    });
  });
});
