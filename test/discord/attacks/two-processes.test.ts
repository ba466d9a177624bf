import { expect, test } from "vitest";

import { describeOnServer } from "../../../src/database/testing/index.ts";
import { temporaryFolder } from "../../attacks/process.ts";
import { values } from "../../product-database.ts";
import { answerTo, press, startDiscordProgram } from "../program/discord-program.ts";
import { openScene } from "../stand-in-fixture.ts";
import type { DiscordStandIn } from "../stand-in/index.ts";
import { openLiveDatabase } from "./live-database.ts";

/** What the bot wrote to somebody in their direct chat. */
function ownTo(standIn: DiscordStandIn): (id: string) => readonly string[] {
  return (id) =>
    standIn.messages({ dmWith: id }).flatMap(({ author, content }) => (author.id === standIn.botId ? [content] : []));
}

/** Talks until the question comes, and says yes. */
async function agree(standIn: DiscordStandIn, person: { readonly id: string }): Promise<void> {
  for (const text of ["Hello there!", "I have started to learn the cello.", "It is harder than I thought."]) {
    await standIn.say(person.id, "dm", text);
  }
  await standIn.waitFor(() => ownTo(standIn)(person.id).length > 0, "the question");
  const messageId = standIn.messages({ dmWith: person.id }).at(-1)?.id ?? "";
  expect((await press(standIn, person, { messageId, button: "Yes" })).content).toContain("Thank you");
}

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
    const own = ownTo(standIn);

    await agree(standIn, ben);
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

  test("carry out a slash command once, also where the acknowledgement of one of them breaks off", async () => {
    const { standIn, ada, ben } = await openScene({ patienceMs: 30_000 });
    const databaseUrl = await create();
    const environment = { DATABASE_URL: databaseUrl, FOLLOW_UP_QUIET_HOURS: "none" };
    await startDiscordProgram(standIn, { environment });
    await startDiscordProgram(standIn, { environment });
    await standIn.waitFor(() => standIn.gateway.connected === 2, "both are connected");
    await agree(standIn, ben);

    standIn.fail({ route: "answer-interaction" }, { type: "close", delivered: false });
    const ordered = await standIn.command(ada.id, "dm", "schedule_followup", { person: ben.id, hours: 5 });
    await answerTo(standIn, ordered);
    // What came after it has been answered by whichever process: neither is still at the first.
    await answerTo(standIn, await standIn.command(ada.id, "dm", "bot_status"));

    const database = await openLiveDatabase({ databaseUrl, dataDir: await temporaryFolder() });
    expect(await values(database, "select count(*)::integer as value from follow_up_orders")).toEqual([1]);
    await database.close();
  }, 60_000);
});
