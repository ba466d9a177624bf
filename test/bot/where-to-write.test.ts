import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";

const HALL = hall("a");

describeOnEachDatabase("where somebody is written to", (open) => {
  const stage = useStage(open);
  const sentTo = (id: string) => stage().sent.filter(({ person }) => person === id);

  test("is where they said yes, and never their direct chat unless they asked for it", async () => {
    const ada = someone("ada");
    await stage().talk(ada, HALL, EXAM_TALK);
    await stage().press(ada, HALL, "consent:yes");
    await stage().wind(80);
    expect(sentTo(ada.id).map(({ place }) => place)).toEqual([HALL]);
  });

  test("is their direct chat after dm, also from a server, and the channel again after here", async () => {
    const bea = someone("bea");
    await stage().talk(bea, HALL, EXAM_TALK);
    await stage().press(bea, HALL, "consent:yes");

    const moved = await stage().give(bea, HALL, "followup_settings dm");
    expect(moved.text).toContain("in direct messages");
    expect((await stage().give(bea, HALL, "followup_settings")).text).toContain("Where: in direct messages");
    await stage().wind(80);
    expect(sentTo(bea.id).map(({ place }) => place)).toEqual([dmOf(bea)]);

    await stage().say(bea, HALL, "it went well, thank you");
    expect((await stage().give(bea, HALL, "followup_settings here")).text).toContain("in this channel");
    await stage().wind(200);
    expect(
      sentTo(bea.id)
        .slice(1)
        .map(({ place }) => place.channelId),
    ).toContain(HALL.channelId);
  });

  test("what waits for the old place does not go there any more", async () => {
    const cleo = someone("cleo");
    await stage().talk(cleo, HALL, EXAM_TALK);
    await stage().press(cleo, HALL, "consent:yes");
    await stage().wind(40);
    await stage().give(cleo, HALL, "followup_settings dm");
    await stage().wind(60);
    expect(sentTo(cleo.id).every(({ place }) => place.kind === "dm")).toBe(true);
    expect(sentTo(cleo.id)).not.toEqual([]);
  });

  test("can be moved without widening what may be written", async () => {
    const dora = someone("dora");
    await stage().talk(dora, HALL, EXAM_TALK);
    await stage().press(dora, HALL, "consent:topics");
    expect((await stage().give(dora, HALL, "followup_settings dm")).text).toContain("only about what you told me");
    expect((await stage().give(dora, HALL, "followup_settings")).text).toContain("on, only about what you told me");
    await stage().give(dora, HALL, "followup_settings on");
    expect((await stage().give(dora, HALL, "followup_settings")).text).toContain("**on**");
  });

  test("the zone can be given alone, and a wrong one is shown as it was typed, harmless", async () => {
    const eva = someone("eva");
    expect((await stage().give(eva, HALL, "followup_settings Europe/Berlin")).text).toContain("Europe/Berlin");
    const wrong = await stage().give(eva, HALL, "followup_settings zone @everyone`<@&1>");
    expect(wrong.text).toContain("`@everyone <@&1>`");
    expect((await stage().give(eva, HALL, "followup_settings nonsense")).text).toContain("Usage");
  });
});
