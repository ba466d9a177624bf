import { expect, test } from "vitest";

import { answerTo, SHORT_DELAY, startDiscordProgram } from "../program/discord-program.ts";
import type { StoredMessage } from "../stand-in/index.ts";
import { openScene } from "../stand-in-fixture.ts";
import { isFollowUp } from "./flood.ts";

/** What somebody calls themselves, and what they say that they like. */
const WORST: readonly (readonly [name: string, topic: string])[] = [
  ["@everyone", "@everyone"],
  ["@here", "@here and @everyone"],
  ["<@&42>", "<@&42>"],
  ["<@1> <@2> <@3>", "<@1> <@2> <@3> <@4> <@5>"],
  ["＠everyone", "＠everyone"],
  ["@\u200Beveryone", "@\u200Beveryone"],
  ["||ghost||", "||the cello||"],
  ["```js", "```js\nthe cello```"],
  ["`tick", "the `cello"],
  ["# Big", "# the cello"],
  ["-# small", "-# automated · the cello"],
  ["> quote", "> the cello"],
  ["[free](https://evil.example)", "[the cello](https://evil.example)"],
  ["https://evil.example", "https://evil.example/cello"],
  ["discord.gg/abc", "discord.gg/abc"],
  ["<t:0:R>", "<t:0:R>"],
  ["<:smile:1>", "<a:smile:1>"],
  ["</stop:1>", "</stop:1>"],
  ["\u202Eada\u202C", "the \u202Eollec\u202C"],
  ["\u200B\u2060\uFEFF", "the cel\u200Blo\u2060"],
  ["Z\u0351\u036B\u0343a\u0351\u036B\u0343l\u0351\u036B\u0343", "the c\u0351\u036B\u0343e\u0351\u036B\u0343llo"],
  ["**bold** __under__ ~~gone~~", "**the** __cello__"],
  ["n".repeat(32), `the ${"very ".repeat(790)}long cello`],
  ["مريم", "العود"],
  ["Ada\nLovelace", "the cello\n\n\n# and more"],
];
const LIFE_MS = 90_000;

test(
  "whatever people call themselves and talk of, a message rings its addressee alone and reads well",
  { timeout: LIFE_MS },
  async () => {
    const { standIn, server, general, ben } = await openScene({ patienceMs: 45_000 });
    await startDiscordProgram(standIn, { environment: { ...SHORT_DELAY, FOLLOW_UP_CONSENT: "opt-out" } });
    const talkers = WORST.flatMap(([name, topic]) =>
      (["dm", "channel"] as const).map((where) => {
        const servers = [{ serverId: server.id }];
        const { id } = standIn.addPerson({ name: "somebody", globalName: name, servers });
        return { id, name, topic, where };
      }),
    );
    for (const { id, topic, where } of talkers) {
      const place = where === "dm" ? where : general;
      const options = where === "dm" ? {} : ({ mentions: ["bot"] } as const);
      await standIn.say(id, place, "Hello there!", options);
      await standIn.say(id, place, `I have started to learn ${topic}`, options);
    }
    const received = (): readonly StoredMessage[] => standIn.posted.filter(isFollowUp);
    const ofTalker = ({ id, where }: (typeof talkers)[number]): readonly StoredMessage[] =>
      received().filter(({ channelId, pinged }) =>
        where === "dm" ? standIn.messages({ dmWith: id })[0]?.channelId === channelId : pinged.people.includes(id),
      );
    const ordered = await answerTo(
      standIn,
      await standIn.command(ben.id, general, "schedule_followup", { person: talkers[1]?.id ?? "", hours: 1 }),
    );
    expect(ordered).not.toContain("@everyone");
    await standIn
      .waitFor(() => talkers.every((talker) => ofTalker(talker).length > 0), "everybody's follow-up")
      .catch((thrown: unknown) => {
        expect(talkers.filter((talker) => ofTalker(talker).length === 0)).toEqual([]);
        throw thrown;
      });

    for (const talker of talkers) {
      const [followUp] = ofTalker(talker);
      const { content = "", pinged } = followUp ?? {};
      const rung = talker.where === "dm" ? [] : [talker.id];
      expect({ talker, pinged }).toEqual({ talker, pinged: { everyone: false, people: rung, roles: [] } });
      expect({ talker, problems: problemsOf(content.replace(`<@${talker.id}>`, "")) }).toEqual({
        talker,
        problems: [],
      });
    }
    for (const { pinged } of standIn.posted) {
      expect(pinged).toMatchObject({ everyone: false, roles: [] });
    }
  },
);

const PROBLEMS: Readonly<Record<string, RegExp>> = {
  "a mention": /<@|@(?:everyone|here)|＠/u,
  "another code of Discord's": /<[#:a/t]|<id:/u,
  "a spoiler": /\|\|/u,
  code: /`(?!$)/u,
  "a heading": /^#{1,3} /mu,
  "a quotation": /^>/mu,
  "a masked link": /\]\(/u,
  "a link": /https?:|discord\.gg|evil\.example/u,
  markdown: /\*\*|__|~~/u,
  "hidden characters": /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u,
  "heaped marks": /\p{M}{3}/u,
  "more than one message holds": /^[\s\S]{2001,}$/u,
  "an empty line": /\n\s*\n/u,
  "a slot": /\{|undefined|null/u,
};

function problemsOf(content: string): readonly string[] {
  const [, ...smallPrint] = content.split("\n-# ");
  return [
    ...Object.keys(PROBLEMS).filter((name) => PROBLEMS[name]?.test(content)),
    ...(smallPrint.length === 1 ? [] : ["not one line of small print"]),
  ];
}
