import { expect, test } from "vitest";

import { temporaryFolder } from "../../attacks/process.ts";
import { values } from "../../product-database.ts";
import { answerTo, startDiscordProgram } from "../program/discord-program.ts";
import { openScene } from "../stand-in-fixture.ts";
import { addSilentPeople, makeDue, openLiveDatabase } from "./live-database.ts";

test(
  "what was said while no process ran counts: nobody who is back is written to, a question and a no are not lost, a server is forgotten",
  { timeout: 90_000 },
  async () => {
    const { standIn, server, ada, ben } = await openScene({ patienceMs: 30_000 });
    const lost = standIn.addServer({ name: "Lost", channels: [{ name: "general" }] });
    const carl = standIn.addPerson({ name: "carl", servers: [{ serverId: server.id }, { serverId: lost.id }] });
    const dataDir = await temporaryFolder();
    const environment = { FOLLOW_UP_QUIET_HOURS: "none" };
    let database = await openLiveDatabase({ databaseUrl: null, dataDir });
    await addSilentPeople(database, [
      { id: ada.id, name: "Ada", interest: "the cello", ...standIn.openDirectChat(ada.id) },
    ]);
    await database.close();
    const first = await startDiscordProgram(standIn, { dataDir, environment });
    for (const text of ["Hello there!", "I have started to learn the cello."]) {
      await standIn.say(ben.id, "dm", text);
    }
    await standIn.say(carl.id, lost.channel("general"), "Only said here.", { mentions: ["bot"] });
    await standIn.say(carl.id, "dm", "!followup_settings on");
    await standIn.waitFor(() => standIn.messages({ dmWith: carl.id }).length === 2, "the answer to the yes");
    await first.stop();

    database = await openLiveDatabase({ databaseUrl: null, dataDir });
    await makeDue(database, [ada]);
    await database.close();
    await standIn.say(ada.id, "dm", "I am back by myself.");
    await standIn.say(ada.id, "dm", "!followup_settings status");
    await standIn.say(ben.id, "dm", "It is harder than I thought.");
    await standIn.say(carl.id, "dm", "!followup_settings off");
    standIn.removeBotFromServer(lost.id);

    const second = await startDiscordProgram(standIn, { dataDir, environment });
    const last = (id: string): string => standIn.messages({ dmWith: id }).at(-1)?.content ?? "";
    await standIn.waitFor(() => last(ben.id).includes("May I write to you"), "the question");
    await standIn.waitFor(() => last(carl.id).includes("Follow-ups are off"), "the answer to the no");
    await standIn.waitFor(() => last(ada.id).includes("Follow-ups: **on**"), "the answer to her command");
    await standIn.waitFor(
      async () =>
        (await answerTo(standIn, await standIn.command(ada.id, "dm", "job_status"))).includes(
          "**forget_places**: 1 completed",
        ),
      "the server is forgotten",
    );
    expect(await second.stop()).toBe(0);

    database = await openLiveDatabase({ databaseUrl: null, dataDir });
    const read = (sql: string): Promise<readonly unknown[]> => values(database, sql);
    expect(await read(`select text as value from messages where person_id = '${ada.id}'`)).toEqual([
      "I am back by myself.",
    ]);
    expect(
      await read("select status as value from outbound_messages where status not in ('queued', 'withdrawn')"),
    ).toEqual([]);
    expect(standIn.messages({ dmWith: ada.id }).some(({ content }) => content.includes("cello"))).toBe(false);
    expect(await read(`select text as value from messages where place->>'serverId' = '${lost.id}'`)).toEqual([]);
    await database.close();
  },
);
