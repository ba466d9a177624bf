import { expect, test } from "vitest";

import { temporaryFolder } from "../../attacks/process.ts";
import { values } from "../../product-database.ts";
import { startDiscordProgram } from "../program/discord-program.ts";
import { openScene } from "../stand-in-fixture.ts";
import { openLiveDatabase } from "./live-database.ts";

const TALK = ["Hello there!", "I have started to learn the cello.", "It is harder than I thought."] as const;

test(
  "killed before or after its answers, the next process says what was not said: help, a question, each once",
  { timeout: 90_000 },
  async () => {
    const { standIn, server, general, ada, ben } = await openScene({ patienceMs: 30_000, nonceInHistory: false });
    const carl = standIn.addPerson({ name: "carl", servers: [{ serverId: server.id }] });
    const dataDir = await temporaryFolder();
    const own = (id: string): readonly string[] =>
      standIn.messages({ dmWith: id }).flatMap(({ author, content }) => (author.id === standIn.botId ? [content] : []));
    const among = (): readonly string[] =>
      standIn.messages(general).flatMap(({ author, content }) => (author.id === standIn.botId ? [content] : []));

    // Stored and at Discord's door when it is killed: nothing has arrived.
    const first = await startDiscordProgram(standIn, { dataDir });
    const door = standIn.fail("create-message", { type: "hang", delivered: "never" }, "always");
    await standIn.say(ada.id, "dm", "I want to kill myself");
    await standIn.say(ada.id, general, "I want to end my life", { mentions: ["bot"] });
    for (const text of TALK) {
      await standIn.say(ben.id, "dm", text);
    }
    await standIn.waitFor(() => door.hits >= 3, "three answers at the door");
    await first.kill();
    standIn.heal();
    expect(standIn.posted).toEqual([]);

    // The next one gives them; with another that has arrived and was not recorded, it is killed as well.
    const second = await startDiscordProgram(standIn, { dataDir });
    await standIn.waitFor(() => standIn.posted.length === 3, "the three answers");
    const delivered = standIn.fail("create-message", { type: "hang", delivered: "at once" }, "always");
    for (const text of TALK) {
      await standIn.say(carl.id, "dm", text);
    }
    await standIn.waitFor(() => delivered.hits === 1, "a question that has arrived");
    await second.kill();
    standIn.heal();
    standIn.forgetNonces(); // as after some minutes

    const third = await startDiscordProgram(standIn, { dataDir });
    await standIn.say(carl.id, "dm", "And my fingers hurt.");
    await standIn.say(ben.id, "dm", "Every day a little.");
    expect(await third.stop()).toBe(0);
    expect(own(ada.id)).toEqual([expect.stringContaining("findahelpline.com")]);
    expect(among()).toEqual([expect.stringContaining("my answer is for you alone")]);
    expect(own(ben.id)).toEqual([expect.stringContaining("May I write to you")]);
    expect(own(carl.id)).toEqual([expect.stringContaining("May I write to you")]);

    const database = await openLiveDatabase({ databaseUrl: null, dataDir });
    const asked = "select person_id as value from person_settings where question_asked_at is not null order by 1";
    expect(await values(database, asked)).toEqual([ben.id, carl.id].toSorted());
    expect(await values(database, "select message_id as value from owed_answers")).toEqual([]);
    await database.close();
  },
);
