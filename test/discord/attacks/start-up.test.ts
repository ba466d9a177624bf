import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

import { expect, test } from "vitest";

import { values } from "../../product-database.ts";
import { temporaryFolder } from "../../attacks/process.ts";
import { answerTo, spawnDiscordProgram, startDiscordProgram } from "../program/discord-program.ts";
import { openScene } from "../stand-in-fixture.ts";
import { openLiveDatabase } from "./live-database.ts";

const LIFE_MS = 60_000;

/** What it printed but log lines and the usual. */
function complaints(printed: string): readonly string[] {
  return printed.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
}

test("a wrong token ends the start with one clear line", { timeout: LIFE_MS }, async () => {
  const { standIn } = await openScene();
  const program = spawnDiscordProgram(standIn, await temporaryFolder(), { DISCORD_TOKEN: "not-the-token" });
  expect(await program.ended()).toBe(1);
  expect(complaints(program.printed())).toEqual([
    expect.stringMatching(/^Rekindle cannot start: .*token.* \[DISCORD_TOKEN_REFUSED\]$/u),
  ]);
  expect(program.printed()).not.toContain("not-the-token");
});

test(
  "intents that are refused cost one line and the rest works; a token that is revoked ends the program with one",
  { timeout: LIFE_MS },
  async () => {
    const { standIn, ada, general } = await openScene({ privilegedIntents: [], patienceMs: 30_000 });
    const program = await startDiscordProgram(standIn, { environment: { DISCORD_LISTEN_CHANNELS: general.channelId } });
    const about = program
      .printed()
      .split("\n")
      .filter((line) => line.includes("Privileged Gateway Intents"));
    expect(about).toHaveLength(1);
    expect(about[0]).toContain("MessageContent");
    const status = await answerTo(standIn, await standIn.command(ada.id, "dm", "bot_status"));
    expect(status).toContain("MessageContent");

    await standIn.waitFor(() => program.printed().includes("Rekindle is ready"), "it is ready");
    standIn.revokeToken();
    expect(await program.ended()).toBe(1);
    expect(complaints(program.printed())).toEqual([
      expect.stringContaining("Rekindle is ready"),
      expect.stringMatching(/^Rekindle cannot go on: .*token.* \[DISCORD_TOKEN_REFUSED\]$/u),
    ]);
  },
);

test("asked to stop while Discord does not answer its login, it stops", { timeout: LIFE_MS }, async () => {
  const { standIn } = await openScene({ patienceMs: 30_000 });
  standIn.fail("get-gateway", { type: "hang" }, "always");
  const program = spawnDiscordProgram(standIn, await temporaryFolder());
  await standIn.waitFor(() => program.printed().includes("takes its time"), "it says that it goes on without");
  expect(await program.stop()).toBe(0);
});

test(
  "while Discord is away it waits, and connects when it is back; asked to stop while it writes an answer, it writes it to its end",
  { timeout: LIFE_MS },
  async () => {
    const apiUrl = await nobodysUrl();
    const program = spawnDiscordProgram({ apiUrl, token: "stand-in-token" }, await temporaryFolder());
    const watch = await openScene({ patienceMs: 30_000 });
    await watch.standIn.waitFor(() => program.printed().includes("Discord cannot be reached"), "it says so");

    const { standIn, ada } = await openScene({ port: Number(new URL(apiUrl).port), patienceMs: 30_000 });
    await standIn.waitFor(() => standIn.registeredCommands().some(({ name }) => name === "bot_status"), "the commands");
    expect(await answerTo(standIn, await standIn.command(ada.id, "dm", "bot_status"))).toContain("connected");

    await standIn.say(ada.id, "dm", "Hello there!");
    await standIn.say(ada.id, "dm", "I have started to learn the cello.");
    const hanging = standIn.fail("create-message", { type: "hang", forMs: 1500 });
    await standIn.say(ada.id, "dm", "It is harder than I thought.");
    await standIn.waitFor(() => hanging.hits > 0, "the question is being sent");
    expect(await program.stop()).toBe(0);
    const own = standIn.messages({ dmWith: ada.id }).filter(({ author }) => author.id === standIn.botId);
    expect(own.map(({ content }) => content)).toEqual([expect.stringContaining("May I write to you")]);
    expect(program.printed()).not.toContain('"level":50');

    const database = await openLiveDatabase({ databaseUrl: null, dataDir: program.dataDir });
    expect(await values(database, "select message_count as value from people")).toEqual([3]);
    expect(await values(database, "select count(question_asked_at)::integer as value from person_settings")).toEqual([
      1,
    ]);
    await database.close();
  },
);

/** An address of the loopback at which nobody answers. */
async function nobodysUrl(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}/api`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
