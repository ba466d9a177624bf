import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { values } from "../product-database.ts";
import { dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";

const HALL = hall("a");

describeOnEachDatabase("what the bot only overhears", (open) => {
  const stage = useStage(open);
  const overhear = (name: string, text: string) => stage().say(someone(name), HALL, text, { addressed: false });
  const kept = (name: string) =>
    values<string>(stage().database, "select text as value from messages where person_id = $1 order by sent_at", [
      `id-${name}`,
    ]);

  test("of people who never spoke to it nothing is kept, not even that they wrote", async () => {
    for (const text of EXAM_TALK) {
      expect(await overhear("stranger", text)).toEqual([]);
    }
    expect(await kept("stranger")).toEqual([]);
    const rows = await values(stage().database, "select 1 as value from people where person_id = 'id-stranger'");
    expect(rows).toEqual([]);
  });

  test("of people who spoke to it once it is kept, and they are not asked for permission under it", async () => {
    await stage().say(someone("guest"), HALL, "hello bot");
    for (const text of EXAM_TALK) {
      expect(await overhear("guest", text)).toEqual([]);
    }
    expect(await kept("guest")).toEqual(["hello bot", ...EXAM_TALK]);
  });

  test("the question comes with the next word to the bot itself", async () => {
    await stage().talk(someone("asked"), HALL, ["hello bot"]);
    await overhear("asked", "and now to the others");
    expect(await overhear("asked", "and once more")).toEqual([]);
    const [question] = await stage().say(someone("asked"), HALL, "bot again");
    expect(question?.buttons?.map(({ id }) => id)).toEqual(["consent:ask"]);
  });

  test("signs of danger there are not answered before others, and end all follow-ups in silence", async () => {
    const ada = someone("ada");
    await stage().talk(ada, HALL, EXAM_TALK);
    await stage().press(ada, HALL, "consent:yes");
    expect(await overhear("ada", "I want to kill myself")).toEqual([]);
    expect((await stage().give(ada, HALL, "followup_settings")).text).toContain("they are paused");
  });

  test("a word anywhere after a follow-up answers it", async () => {
    const bea = someone("bea");
    await stage().talk(bea, dmOf(bea), EXAM_TALK);
    await stage().press(bea, dmOf(bea), "consent:yes");
    await stage().wind(80);
    expect(stage().sent.filter(({ person }) => person === bea.id)).toHaveLength(1);
    await overhear("bea", "good morning all");
    const answered = await values(
      stage().database,
      "select response_received as value from follow_up_history where user_id = 'id-bea'",
    );
    expect(answered).toEqual([true]);
  });
});
