import type { HostMessage, HostPeople, RekindleOptions, SentFollowUp } from "rekindle";
import { expect, onTestFinished, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { press } from "../discord/program/discord-program.ts";
import { type HostLife, openHostLife } from "./host-life.ts";

const LIFE_MS = 90_000;

/** Who reads the environment from now on until the test ends: lines of our own code. What `pg`, discord.js and Node read is the bot's. */
function watchEnvironment(): () => readonly string[] {
  const readers: string[] = [];
  const real = process.env;
  const note = (name: string | symbol): void => {
    const [, , reader = ""] = (new Error().stack ?? "").split("\n").filter((line) => line.includes(" at "));
    if (OUR_CODE.test(reader)) {
      readers.push(`${String(name)} ${reader.trim()}`);
    }
  };
  process.env = new Proxy(real, {
    get: (target, name) => {
      note(name);
      return Reflect.get(target, name) as unknown;
    },
    has: (target, name) => {
      note(name);
      return Reflect.has(target, name);
    },
  });
  onTestFinished(() => {
    process.env = real;
  });
  return () => readers;
}
const OUR_CODE = /(?<!node_modules\/[^/]+)\/src\/(?!database\/testing\/)/;

describeOnServer("a bot that exists, with all that it brings", () => {
  test(
    "a talk, a yes in its own words, silence, a follow-up, and an answer that knows it",
    { timeout: LIFE_MS },
    async () => {
      const listeners = process.listeners("SIGTERM");
      const readers = watchEnvironment();
      const life = await openHostLife();
      const { standIn, ada, rekindle, pool, client, rows } = life;

      await life.say("hi there");
      await life.say("I have started to learn the cello.");
      expect(life.own().some(({ content }) => content.includes("May I write"))).toBe(false);
      await life.sayYes();

      const followUp = await life.followUp();
      expect(followUp.content).toBe("Hey, how did it go with what you told me?\n-# automated · /followup_settings");
      const briefing = life.prompts.find((prompt) => prompt.includes("Write one short message"));
      expect(briefing).toContain("I have started to learn the cello."); // the bot's memory has the words, ours has not
      const why = await press(standIn, ada, { messageId: followUp.id, button: "Why this?" });
      expect(why.content).toContain("I have started to learn the cello.");

      const [{ count: texts } = { count: -1 }] = await rows<{ count: number }>(
        "select count(*)::int as count from rekindle.messages where text <> ''",
      );
      expect(texts).toBe(0);
      await expect
        .poll(() => rows("select user_id from messages where from_bot and body like '%automated%'"))
        .toEqual([{ user_id: ada.id }]);

      await life.say("it went great");
      expect(life.prompts.at(-1)).toContain("You wrote to them by yourself: Hey, how did it go with what you told me?");
      await expect
        .poll(() => rows("select response_received as answered from rekindle.follow_up_history"))
        .toEqual([{ answered: true }]);

      // The bot's people are as they were, the three columns aside.
      const people = await rows<Record<string, unknown>>("select * from user_profiles");
      expect(people).toEqual([
        {
          user_id: ada.id,
          nickname: "Ada",
          zone: null,
          keep_private: false,
          follow_ups_enabled: true,
          last_follow_up_sent: expect.any(Date) as Date,
          follow_up_frequency_hours: 48,
        },
      ]);
      expect(life.heard.filter((text) => ["hi there", "!checkins", "it went great"].includes(text))).toHaveLength(3);

      await rekindle.stop();
      expect((await pool.query("select 1")).rowCount).toBe(1);
      expect(pool.idleCount).toBe(pool.totalCount);
      expect(client.isReady()).toBe(true);
      expect(process.listeners("SIGTERM")).toEqual(listeners);
      expect(readers()).toEqual([]);
    },
  );

  test("whose commands and handlers stay as they are", { timeout: LIFE_MS }, async () => {
    const life = await openHostLife();
    const { standIn, ada, client } = life;
    await client.application?.commands.create({ name: "dice", description: "Rolls a die" });
    const dice = await standIn.command(ada.id, "dm", "dice", {});
    expect((await standIn.waitFor(() => dice.answer, "the bot's own answer")).content).toBe("You rolled a 4.");
    const said = (): readonly string[] =>
      life.own().flatMap(({ content }) => (content === "You rolled a 4." ? [] : [content]));
    const names = standIn.registeredCommands().map(({ name }) => name);
    expect(names).toContain("dice");
    expect(names).toContain("followup_settings");

    // What is typed like a command is the bot's own business: Rekindle says nothing to it.
    await life.say("!play some jazz");
    expect(said()).toEqual(["I see."]);
    await life.say("I want to kill myself");
    expect(said()).toEqual(["I see.", "I see."]);
    await expect
      .poll(() => life.rows("select frozen_at is not null as frozen from rekindle.person_settings"))
      .toEqual([{ frozen: true }]);
  });
});

/** Everything that the example bot brings, and nothing of it. */
const NOTHING = { people: {}, privacy: {} } as const;

describeOnServer("a bot that exists, with one thing of its own", () => {
  async function untilFollowUp(changes: Partial<RekindleOptions>): Promise<HostLife & { readonly text: string }> {
    const life = await openHostLife({ ...NOTHING, model: null, ...changes });
    await life.say("hi there");
    await life.say("I have started to learn the cello.");
    await life.sayYes();
    return { ...life, text: (await life.followUp()).content };
  }

  test("none at all: names, texts and moods are ours", { timeout: LIFE_MS }, async () => {
    const { text, rows } = await untilFollowUp({});
    expect(text).toContain("cello");
    const kept = await rows<{ text: string }>("select text from rekindle.messages where author = 'person'");
    expect(kept.map((row) => row.text)).toContain("I have started to learn the cello.");
  });

  test("profile: people are called by the name it knows", { timeout: LIFE_MS }, async () => {
    const prompts: string[] = [];
    await untilFollowUp({
      people: { profile: () => ({ name: "Countess Ada", timeZone: "Europe/London" }) },
      model: (prompt) => {
        prompts.push(prompt);
        return "How is the cello?";
      },
    });
    expect(prompts[0]).toContain('"name":"Countess Ada"');
  });

  test("recentMessages: no text is kept twice, and Why this? has the words", { timeout: LIFE_MS }, async () => {
    const said: HostMessage[] = [];
    const people: HostPeople = { recentMessages: () => said };
    const life = await openHostLife({ ...NOTHING, model: null, people });
    life.client.on("messageCreate", (message) => {
      if (!message.author.bot) {
        said.push({ id: message.id, author: "person", text: message.content, sentAt: message.createdAt });
      }
    });
    await life.say("I have started to learn the cello.");
    await life.sayYes();
    const followUp = await life.followUp();
    expect(followUp.content).toContain("cello");
    const why = await press(life.standIn, life.ada, { messageId: followUp.id, button: "Why this?" });
    expect(why.content).toContain("I have started to learn the cello.");
    expect(await life.rows("select text from rekindle.messages where text <> ''")).toEqual([]);
  });

  test("mood: what it read is spoken of, once", { timeout: LIFE_MS }, async () => {
    let at: Date | null = null;
    const life = await openHostLife({
      ...NOTHING,
      model: null,
      people: { mood: () => (at === null ? null : { mood: "sad", at }) },
    });
    life.client.on("messageCreate", ({ createdAt }) => {
      at ??= createdAt;
    });
    await life.say("hello");
    await life.sayYes();
    const followUp = await life.followUp();
    const why = await press(life.standIn, life.ada, { messageId: followUp.id, button: "Why this?" });
    expect(why.content).toContain("It sounded as if you had a hard time. That is what I noted of our talks.");
    await expect
      .poll(() => life.rows("select asked_at is not null as asked from rekindle.memories where kind = 'mood'"))
      .toEqual([{ asked: true }]);
  });

  test("relationship: sets the tone", { timeout: LIFE_MS }, async () => {
    const { rows } = await untilFollowUp({ people: { relationship: () => "close_friend" } });
    await expect
      .poll(() => rows("select context_data->>'relationship' as tone from rekindle.follow_up_history"))
      .toEqual([{ tone: "close_friend" }]);
  });

  test("recordOwnMessage: is given each follow-up until it took it", { timeout: LIFE_MS }, async () => {
    const taken: SentFollowUp[] = [];
    let refused = 0;
    const { text, ada, rows, rekindle } = await untilFollowUp({
      people: {
        recordOwnMessage: (message) => {
          if (refused === 0) {
            refused += 1;
            throw new Error("the memory is away");
          }
          taken.push(message);
        },
      },
    });
    await expect
      .poll(() =>
        rows("select retry_count as tries from rekindle.scheduled_jobs where job_type = 'record_own_message'"),
      )
      .toEqual([{ tries: 1 }]);
    const [job] = await rekindle.scheduler.list({ type: "record_own_message", limit: 1 });
    await rekindle.scheduler.runNow(job?.jobId ?? "");
    await expect.poll(() => taken).toMatchObject([{ userId: ada.id, text, place: { kind: "dm" } }]);
  });

  test.for(["mayContact", "mayUse"] as const)(
    "%s: a no is a no, and is on record",
    { timeout: LIFE_MS },
    async (rule) => {
      let asked = 0;
      const refuse = (): boolean => {
        asked += 1;
        return false;
      };
      const life = await openHostLife({ ...NOTHING, model: null, privacy: { [rule]: refuse } });
      await life.say("I have started to learn the cello.");
      await life.sayYes();
      if (rule === "mayContact") {
        await expect
          .poll(() => life.rows("select outcome, reason_code from rekindle.follow_up_decisions"), { timeout: 20_000 })
          .toEqual([{ outcome: "wait", reason_code: "host_refused" }]);
        expect(life.own().every(({ content }) => !content.includes("automated"))).toBe(true);
      } else {
        const followUp = await life.followUp(); // the cello is not to be spoken of; the wish for check-ins holds
        expect(followUp.content).not.toContain("cello");
      }
      expect(asked).toBe(1);
    },
  );
});

describeOnServer("a bot that exists, and whose own parts fail", () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const FAILURES: readonly (readonly [name: string, fail: () => never])[] = [
    [
      "throw",
      () => {
        throw new Error("broken");
      },
    ],
    ["hang", never as unknown as () => never],
    ["answer nonsense", (() => 42) as unknown as () => never],
  ];

  test.for(FAILURES)(
    "people's functions %s: the follow-up goes out without a personal touch",
    { timeout: LIFE_MS },
    async ([name, fail]) => {
      const life = await openHostLife({
        ...NOTHING,
        model: null,
        hostTimeoutMs: 150,
        people: { profile: fail, recentMessages: fail, mood: fail, relationship: fail },
      });
      await life.say("I have started to learn the cello.");
      await life.sayYes();
      const { content } = await life.followUp();
      expect(content).not.toContain("Ada");
      await expect
        .poll(() => life.rows("select context_data->>'relationship' as tone from rekindle.follow_up_history"))
        .toEqual([{ tone: "acquaintance" }]);
      expect(life.log.filter((line) => line.includes("a function of the host gave no answer"))).not.toEqual([]);
      expect(name).not.toBe("");
    },
  );

  test.for(FAILURES)("mayContact %s: nothing is sent", { timeout: LIFE_MS }, async ([, fail]) => {
    const life = await openHostLife({ ...NOTHING, model: null, hostTimeoutMs: 150, privacy: { mayContact: fail } });
    await life.say("I have started to learn the cello.");
    await life.sayYes();
    await expect
      .poll(() => life.rows("select outcome, reason_code from rekindle.follow_up_decisions"), { timeout: 20_000 })
      .toEqual([{ outcome: "wait", reason_code: "host_refused" }]);
    await life.say("are you still there?"); // the bot and the rest of it go on
    expect(life.own().every(({ content }) => !content.includes("automated"))).toBe(true);
  });

  test("a model that throws leaves the words to a template", { timeout: LIFE_MS }, async () => {
    const life = await openHostLife({
      ...NOTHING,
      model: () => {
        throw new Error("no tokens left");
      },
    });
    await life.say("I have started to learn the cello.");
    await life.sayYes();
    expect((await life.followUp()).content).toContain("cello");
  });
});
