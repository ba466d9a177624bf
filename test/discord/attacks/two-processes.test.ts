import { expect, test } from "vitest";

import { describeOnServer } from "../../../src/database/testing/index.ts";
import { temporaryFolder } from "../../attacks/process.ts";
import { values } from "../../product-database.ts";
import { answerTo, press, startDiscordProgram } from "../program/discord-program.ts";
import { openScene } from "../stand-in-fixture.ts";
import { openLiveDatabase } from "./live-database.ts";

describeOnServer("two processes that both hear everything", (create) => {
  test("store, ask, answer and order once", { timeout: 60_000 }, async () => {
    const { standIn, ada, ben } = await openScene({ patienceMs: 30_000 });
    const databaseUrl = await create();
    const environment = { DATABASE_URL: databaseUrl, FOLLOW_UP_QUIET_HOURS: "none" };
    const programs = [
      await startDiscordProgram(standIn, { environment }),
      await startDiscordProgram(standIn, { environment }),
    ];
    await standIn.waitFor(() => standIn.gateway.connected === 2, "both are connected");
    const own = (id: string): readonly string[] =>
      standIn.messages({ dmWith: id }).flatMap(({ author, content }) => (author.id === standIn.botId ? [content] : []));

    for (const text of ["Hello there!", "I have started to learn the cello.", "It is harder than I thought."]) {
      await standIn.say(ben.id, "dm", text);
    }
    await standIn.waitFor(() => own(ben.id).length > 0, "the question");
    const messageId = standIn.messages({ dmWith: ben.id }).at(-1)?.id ?? "";
    expect((await press(standIn, ben, { messageId, button: "Yes" })).content).toContain("Thank you");
    await standIn.say(ada.id, "dm", `!schedule_followup ${ben.mention} 5`);
    await standIn.waitFor(() => own(ada.id).length > 0, "the answer to the order");
    const status = await standIn.command(ada.id, "dm", "bot_status");
    await answerTo(standIn, status);

    // Both stop when all that they were at is done.
    for (const program of programs) {
      expect(await program.stop()).toBe(0);
      expect(program.printed()).not.toMatch(/"level":(?:40|50)/u);
    }
    expect(own(ben.id).filter((text) => text.includes("May I write to you"))).toHaveLength(1);
    expect(own(ada.id).filter((text) => text.startsWith("Ordered"))).toHaveLength(1);
    expect(status.followUps.length).toBeLessThanOrEqual(1);
    const database = await openLiveDatabase({ databaseUrl, dataDir: await temporaryFolder() });
    expect(await values(database, "select count(*)::integer as value from messages where author = 'person'")).toEqual([
      3,
    ]);
    expect(await values(database, "select count(*)::integer as value from consents")).toEqual([1]);
    expect(await values(database, "select count(*)::integer as value from follow_up_orders")).toEqual([1]);
    await database.close();
  });
});
