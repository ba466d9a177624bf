import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { BUTTON_IDS } from "../../src/vocabulary/index.ts";
import { scriptedModel } from "../../src/llm/models/scripted/index.ts";
import { query, values } from "../product-database.ts";
import { dmOf, hall, someone, type Stage, useStage } from "./stage.ts";

const NOT_ASKED =
  "select count(*)::integer as value from person_settings where question_asked_at is not null and person_id = $1";
const IN_DANGER = "I want to kill myself";
const THREE = ["hi there", "long week so far", "how are you?"] as const;

async function asked({ database }: Stage, person: { readonly id: string }): Promise<number> {
  return (await values<number>(database, NOT_ASKED, [person.id]))[0] ?? 0;
}

/** They say it, and the process dies then. */
async function sayAndDie(stage: Stage, when: "before" | "after", said: () => Promise<unknown>): Promise<void> {
  stage.inbox.loseAnswers(when);
  await expect(said()).rejects.toThrow("the process died");
  stage.inbox.loseAnswers(null);
}

describeOnEachDatabase("a process that dies before or after it has answered", (open) => {
  const stage = useStage(open);

  test("owes the words for somebody in danger, and another process gives them once", async () => {
    for (const when of ["before", "after"] as const) {
      const nora = someone(`nora ${when}`);
      await sayAndDie(stage(), when, () => stage().say(nora, dmOf(nora), IN_DANGER));
      await stage().takeOver();
      const answers = stage().inbox.answersTo(stage().lastMessageId());
      expect(answers.map(({ text }) => text)).toEqual([expect.stringContaining("findahelpline.com")]);
    }
  });

  test("owes the same among others, behind a button", async () => {
    const olga = someone("olga");
    await sayAndDie(stage(), "before", () => stage().say(olga, hall("s"), IN_DANGER));
    await stage().takeOver();
    const [answer] = stage().inbox.answersTo(stage().lastMessageId());
    expect(answer?.buttons).toEqual([{ id: `${BUTTON_IDS.show}:${olga.id}`, label: "Show me" }]);
  });

  test("has asked nobody until the platform has taken the question, and then it is asked once", async () => {
    for (const when of ["before", "after"] as const) {
      const pia = someone(`pia ${when}`);
      await stage().talk(pia, dmOf(pia), THREE.slice(0, 2));
      await sayAndDie(stage(), when, () => stage().say(pia, dmOf(pia), THREE[2]));
      const third = stage().lastMessageId();
      expect(await asked(stage(), pia)).toBe(0);
      expect(await stage().say(pia, dmOf(pia), "hello?")).toEqual([]); // it is on its way
      await stage().takeOver();
      expect(stage().inbox.answersTo(third)).toEqual([
        expect.objectContaining({ text: expect.stringContaining("May I write to you") as string }),
      ]);
      expect(await asked(stage(), pia)).toBe(1);
      expect(await stage().say(pia, dmOf(pia), "thanks")).toEqual([]);
    }
  });

  test("asks under the next message where nobody came back in time", async () => {
    const quinn = someone("quinn");
    await stage().talk(quinn, dmOf(quinn), THREE.slice(0, 2));
    await sayAndDie(stage(), "before", () => stage().say(quinn, dmOf(quinn), THREE[2]));
    const third = stage().lastMessageId();
    stage().inbox.makeLate();
    await stage().takeOver();
    stage().inbox.makeLate(false);
    expect(stage().inbox.answersTo(third)).toEqual([]);
    expect(await asked(stage(), quinn)).toBe(0);
    expect(await stage().say(quinn, dmOf(quinn), "back again")).toHaveLength(1);
  });

  test("does not ask whoever said no meanwhile, nor answers what was deleted", async () => {
    const rosa = someone("rosa");
    await stage().talk(rosa, dmOf(rosa), THREE.slice(0, 2));
    await sayAndDie(stage(), "before", () => stage().say(rosa, dmOf(rosa), THREE[2]));
    const third = stage().lastMessageId();
    await stage().give(rosa, dmOf(rosa), "followup_settings off");
    const sara = someone("sara");
    await sayAndDie(stage(), "before", () => stage().say(sara, dmOf(sara), IN_DANGER));
    const gone = stage().lastMessageId();
    await stage().inbox.tell({ type: "deleted", messageIds: [gone] });
    await stage().takeOver();
    expect(stage().inbox.answersTo(third)).toEqual([]);
    expect(stage().inbox.answersTo(gone)).toEqual([]);
  });

  test("owes nothing when all is said", async () => {
    const tess = someone("tess");
    await stage().talk(tess, dmOf(tess), [...THREE, IN_DANGER]);
    expect(
      await stage().database.run(query<{ readonly one: number }>(["one"], "select 1 as one from owed_answers")),
    ).toEqual([]);
  });
});

describeOnEachDatabase("a process with a model that dies", (open) => {
  const stage = useStage(open, {
    replyModel: scriptedModel(({ messages }) => `You said: ${messages.at(-1)?.text ?? ""}`),
  });

  test("owes the last of its answers in a talk, and the question beside it", async () => {
    const uma = someone("uma");
    await stage().talk(uma, dmOf(uma), THREE.slice(0, 1));
    await sayAndDie(stage(), "before", () => stage().say(uma, dmOf(uma), THREE[1]));
    const second = stage().lastMessageId();
    await sayAndDie(stage(), "before", () => stage().say(uma, dmOf(uma), THREE[2]));
    const third = stage().lastMessageId();
    await stage().takeOver();
    expect(stage().inbox.answersTo(second)).toEqual([]);
    expect(
      stage()
        .inbox.answersTo(third)
        .map(({ text }) => text),
    ).toEqual([`You said: ${THREE[2]}`, expect.stringContaining("May I write to you")]);
  });

  test("does not say again what was said before it died", async () => {
    const vera = someone("vera");
    await sayAndDie(stage(), "after", () => stage().say(vera, dmOf(vera), THREE[0]));
    await stage().takeOver();
    expect(stage().inbox.answersTo(stage().lastMessageId())).toHaveLength(1);
  });
});
