import { describe, expect, test } from "vitest";

import { COMMAND_DEFINITIONS } from "../../src/bot/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { HOUR_MS } from "../../src/kernel/index.ts";
import type { LanguageModel } from "../../src/llm/index.ts";
import { createDirectChats, DIRECT_CHAT_LIMITS } from "../../src/outbound/index.ts";
import { values } from "../product-database.ts";
import { expectToFit } from "./fake-inbox.ts";
import { channel, dmOf, EXAM_TALK, hall, someone, useStage } from "./stage.ts";

const ROOT = someone("root", { operator: true });
const A = hall("a");

describe("the definitions of the commands", () => {
  test("fit into what a platform takes", () => {
    expect(COMMAND_DEFINITIONS.map(({ name }) => name)).toEqual([
      "followup_settings",
      "schedule_followup",
      "job_status",
      "followups",
      "debug",
      "bot_status",
    ]);
    for (const { name, description, fields } of COMMAND_DEFINITIONS) {
      expect(name).toMatch(/^[a-z_]{1,32}$/);
      expect(description).toMatch(/^.{1,100}$/);
      expect(fields.map(({ required }) => required)).toEqual(
        fields
          .map(({ required }) => required)
          .toSorted()
          .toReversed(),
      );
      for (const field of fields) {
        expect(field.name).toMatch(/^[a-z_]{1,32}$/);
        expect(field.description).toMatch(/^.{1,100}$/);
      }
    }
  });
});

describeOnEachDatabase("a field that is being filled in", (open) => {
  const stage = useStage(open);
  const ask = (field: string, typed: string, command = "followup_settings") =>
    stage().inbox.ask({ actor: ROOT, place: A, command, field, typed });

  test("offers time zones by continent, city, and part of either", async () => {
    expect(await ask("zone", "berl")).toEqual(["Europe/Berlin"]);
    expect(await ask("zone", "new y")).toContain("America/New_York");
    expect((await ask("zone", "europe/"))[0]).toMatch(/^Europe\//);
    expect(await ask("zone", "UTC")).toContain("UTC");
    expect(await ask("zone", "nowhere at all")).toEqual([]);
    expect(await ask("zone", "")).toHaveLength(25);
  });

  test("offers operators jobs and orders, whatever part of the id they typed", async () => {
    const ada = someone("ada");
    await stage().talk(ada, dmOf(ada), EXAM_TALK);
    await stage().press(ada, dmOf(ada), "consent:yes");
    const ordered = await stage().give(ROOT, A, "schedule_followup @ada 30", [{ id: ada.id, name: "ada" }]);
    const order = /Order `(\w+)`/.exec(ordered.text)?.[1] ?? "";
    const [job = ""] = await values<string>(stage().database, "select job_id as value from scheduled_jobs");

    expect(await ask("id", "", "job_status")).toEqual(expect.arrayContaining([order, job]));
    expect(await ask("id", order.slice(-8).toUpperCase(), "job_status")).toEqual([order]);
    expect(await ask("id", ` ${job.slice(-8)} `, "job_status")).toContain(job);
    expect(await ask("id", "%", "job_status")).toEqual([]);
  });

  test("offers nothing else, and nothing to others", async () => {
    expect(await ask("hours", "1", "schedule_followup")).toEqual([]);
    expect(await ask("id", "", "no_such_command")).toEqual([]);
    const request = { actor: someone("bob"), place: A, command: "job_status", field: "id", typed: "" };
    expect(await stage().inbox.ask(request)).toEqual([]);
  });
});

describeOnEachDatabase("bot_status", (open) => {
  const stage = useStage(open);

  test("tells how everything is doing", async () => {
    const { text } = await stage().give(ROOT, A, "bot_status");
    for (const words of [
      "1.2.3",
      "Platform: connected, 42 ms",
      "Database:",
      "Scheduler:",
      "Follow-ups: on",
      "0 queued",
      "Direct chats: 0 of 10 opened",
      "Model: not configured",
      "Redis: not configured",
      "up for",
    ]) {
      expect(text).toContain(words);
    }
  });

  test("tells that no direct chats are opened any more, until when, and why", async () => {
    await createDirectChats(stage().database, DIRECT_CHAT_LIMITS).holdOpenings(HOUR_MS, "the platform said 40003");
    const { text } = await stage().give(ROOT, A, "bot_status");
    expect(text).toMatch(/\*\*none is opened\*\* before .+: the platform said 40003/);
  });
});

describeOnEachDatabase("the worst names and words", (open) => {
  const stage = useStage(open);
  const NAMES: readonly (readonly [what: string, name: string])[] = [
    ["a mention of all", "@everyone"],
    ["mentions of roles and people", "<@&123> <@456> @here"],
    ["markdown", "**bold** `code` ||spoiler||"],
    ["a link", "[click](https://evil.example)"],
    ["letters from right to left, and none", "\u202Egnirts\u200B\u200B\u200B"],
    ["heaped marks", "z\u0335\u0321\u0322\u031B\u0358a\u0338l\u0338g\u0338o\u0338".repeat(5)],
    ["4,000 letters", "x".repeat(4000)],
    ["a heading and a NUL", "\n\n# Header\u0000"],
    ["nothing", ""],
  ];

  test.each(NAMES)("%s: an answer names nobody in a way that could be read as anything else", async (_what, name) => {
    const odd = { ...someone("odd"), name };
    const mentions = [{ id: odd.id, name }];
    const replies = [
      ...(await stage().say(odd, A, "!followup_settings")),
      ...(await stage().say(ROOT, A, `!schedule_followup @${name} 24`, { mentions })),
      await stage().give(ROOT, A, "schedule_followup @odd 24", mentions),
      await stage().give(ROOT, A, `job_status ${name.replaceAll(/\s/g, "") || "-"}`),
      await stage().give(odd, A, `followup_settings zone ${name.replaceAll(/\s/g, "") || "-"}`),
    ];
    for (const reply of replies) {
      expectToFit(reply);
      const outsideCode = reply.text.replaceAll(/`[^`]*`/g, "");
      expect(outsideCode).not.toMatch(/@everyone|@here|<@&|\|\||\]\(|\u202E|\u200B|^# /m);
    }
  });

  test.each(NAMES)("%s: they may be asked for permission in a channel", async (_what, name) => {
    const odd = { ...someone(`guest ${name.length} ${name.codePointAt(0) ?? 0}`), name };
    await stage().talk(odd, channel("a", "garden"), ["one", "two"]);
    const [question] = await stage().say(odd, channel("a", "garden"), "three");
    expect(question?.buttons?.map(({ id }) => id)).toEqual(["consent:ask"]);
    expect(question?.text).toMatch(/^(\S+, m|M)ay I ask you something\?$/);
  });

  test("a job whose error is endless is shown as far as it fits", async () => {
    const cut = await stage().give(ROOT, A, "job_status");
    expectToFit(cut);
  });
});

const MODEL: LanguageModel = {
  name: "echo",
  generate: ({ messages }) =>
    Promise.resolve({ text: `You said: ${messages.at(-1)?.text ?? ""}`, inputTokens: 0, outputTokens: 0 }),
};

describeOnEachDatabase("an answer by the model", (open) => {
  const stage = useStage(open, { replyModel: MODEL });

  test("is announced while it is being written, and never to what was only overheard", async () => {
    const ada = someone("ada");
    expect(await stage().say(ada, A, "hello")).toMatchObject([{ text: "You said: hello", onlyForActor: false }]);
    expect(stage().inbox.typed).toHaveLength(1);
    expect(await stage().say(ada, A, "to others", { addressed: false })).toEqual([]);
    expect(stage().inbox.typed).toHaveLength(1);
  });
});

describeOnEachDatabase("an event that comes too late to be answered", (open) => {
  const stage = useStage(open, { replyModel: MODEL });

  test("counts all the same", async () => {
    const ada = someone("ada");
    await stage().talk(ada, dmOf(ada), EXAM_TALK);
    stage().inbox.makeLate();

    expect(await stage().press(ada, dmOf(ada), "consent:yes")).toBeNull();
    expect(await stage().say(ada, dmOf(ada), "late words")).toEqual([]);
    await expect(stage().give(ada, dmOf(ada), "followup_settings zone Asia/Tokyo")).rejects.toThrow("no answer");
    await stage().say(ada, A, "I want to kill myself");

    const rows = "select decision as value from consents where person_id = 'id-ada'";
    expect(await values(stage().database, rows)).toEqual(["granted"]);
    const zone =
      "select time_zone || (frozen_at is not null)::text as value from person_settings where person_id = 'id-ada'";
    expect(await values(stage().database, zone)).toEqual(["Asia/Tokyotrue"]);
    const said = "select count(*) as value from messages where text = 'late words'";
    expect(await values(stage().database, said)).toEqual([1]);
  });
});

describeOnEachDatabase("words that a command does not know", (open) => {
  const stage = useStage(open);

  test.each([
    ["bot_status now", "bot_status"],
    ["debug maybe", "debug on | off"],
    ["followups", "followups pause | resume"],
  ])("%s is answered with how it is called", async (line, usage) => {
    expect((await stage().give(ROOT, A, line)).text).toBe(`Usage: \`/${usage}\``);
  });
});

describeOnEachDatabase("a moment in an answer", (open) => {
  const stage = useStage(open);

  test("is written as the platform writes it, for the zone of whoever reads", async () => {
    expect((await stage().give(ROOT, A, "bot_status")).text).toMatch(/clock <minute 2030-03-01T12:\d\d/);
    expect((await stage().press(ROOT, A, "later"))?.text).toContain("<day 2030-03-04");
  });
});
