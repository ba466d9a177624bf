import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";
import { values } from "../product-database.ts";

const ROOT = someone("root", { operator: true });

describeOnEachDatabase("follow-ups are paused by an operator", (open) => {
  const stage = useStage(open);

  test("nothing leaves, also not an order, and after that everything does", async () => {
    const ada = someone("ada");
    const bea = someone("bea");
    for (const person of [ada, bea]) {
      await stage().talk(person, dmOf(person), EXAM_TALK);
      await stage().press(person, dmOf(person), "consent:yes");
    }
    const mentions = [{ id: bea.id, name: bea.name }];
    await stage().give(ROOT, dmOf(ROOT), "schedule_followup @bea 1", mentions);

    const paused = await stage().give(ROOT, dmOf(ROOT), "followups pause");
    expect(paused.text).toContain("paused");
    expect((await stage().give(ROOT, dmOf(ROOT), "bot_status")).text).toMatch(/Follow-ups: \*\*paused\*\* since/);
    expect((await stage().give(ada, dmOf(ada), "followup_settings")).text).toContain(
      "all of them are paused for a while",
    );
    expect(
      (await stage().give(ROOT, dmOf(ROOT), "schedule_followup @ada 1", [{ id: ada.id, name: "ada" }])).text,
    ).toContain("(paused)");
    await stage().wind(100);
    expect(stage().sent).toEqual([]);
    const orders = "select status as value from follow_up_orders";
    expect(await values(stage().database, orders)).toEqual(["waiting"]);

    expect((await stage().give(ROOT, dmOf(ROOT), "followups resume")).text).toContain("go on");
    await stage().wind(30);
    expect(new Set(stage().sent.map(({ person }) => person))).toEqual(new Set([ada.id, bea.id]));
    expect(await values(stage().database, orders)).toEqual(["sent"]);
  });

  test("a message that is in line already does not leave, and its order is still to be carried out", async () => {
    const cleo = someone("cleo");
    await stage().talk(cleo, dmOf(cleo), EXAM_TALK);
    await stage().press(cleo, dmOf(cleo), "consent:yes");
    await stage().give(ROOT, dmOf(ROOT), "schedule_followup @cleo 1", [{ id: cleo.id, name: "cleo" }]);
    await stage().scheduler.pause("deliver_message");
    await stage().wind(2);
    const state =
      "select status || ' ' || coalesce(end_reason, '') as value from outbound_messages where person_id = 'id-cleo'";
    expect(await values(stage().database, state)).toEqual(["queued "]);

    await stage().give(ROOT, dmOf(ROOT), "followups pause");
    await stage().scheduler.resume("deliver_message");
    await stage().wind(1);

    expect(await values(stage().database, state)).toEqual(["withdrawn paused"]);
    const order = "select status as value from follow_up_orders where person_id = 'id-cleo'";
    expect(await values(stage().database, order)).toEqual(["waiting"]);
    await stage().give(ROOT, dmOf(ROOT), "followups resume");
    await stage().wind(30);
    expect(await values(stage().database, order)).toEqual(["sent"]);
  });

  test("twice is once, and others may not", async () => {
    expect((await stage().give(ROOT, hall("a"), "followups resume")).text).toBe("Follow-ups are not paused.");
    await stage().give(ROOT, hall("a"), "followups pause");
    expect((await stage().give(ROOT, hall("a"), "followups pause")).text).toMatch(/are paused since/);
    const chief = someone("chief", { serverAdministrator: true });
    expect((await stage().give(chief, hall("a"), "followups resume")).text).toBe(
      "`/followups` is for the bot's operators.",
    );
    expect((await stage().give(ROOT, hall("a"), "followups")).text).toContain("Usage");
  });
});
