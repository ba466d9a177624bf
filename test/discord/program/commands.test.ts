import { expect, test } from "vitest";

import { openScene } from "../stand-in-fixture.ts";
import { answerTo, press, startDiscordProgram, wordsOf } from "./discord-program.ts";

test("commands: slash and typed, by rank, shown to whoever gave them alone", { timeout: 180_000 }, async () => {
  const { standIn, server, general, ada, ben } = await openScene({ patienceMs: 60_000 });
  const cleo = standIn.addPerson({ name: "cleo", servers: [{ serverId: server.id }] });
  await startDiscordProgram(standIn);
  // Operators' commands are hidden from a server's members, but for its administrators.
  const slash = async (person: { id: string }, name: string, values = {}): Promise<string> =>
    answerTo(standIn, await standIn.command(person.id, person === ada ? "dm" : general, name, values));

  const names = standIn.registeredCommands().map(({ name }) => name);
  expect(names.toSorted()).toEqual([
    "bot_status",
    "debug",
    "followup_settings",
    "followups",
    "job_status",
    "schedule_followup",
  ]);

  expect(await slash(ada, "bot_status")).toMatch(/Rekindle [\s\S]*live[\s\S]*Database/);
  expect(await slash(ada, "job_status")).toContain("activity_sweep");
  expect(await slash(ada, "debug", { switch: "on" })).toContain("Debug logging is on");
  expect(await slash(ada, "schedule_followup", { person: cleo.id, hours: 24 })).toContain("Not ordered");
  expect(await slash(ben, "schedule_followup", { person: cleo.id, hours: 24 })).toBe(
    "Not ordered: no permission for this server.",
  );
  expect(await slash(cleo, "followup_settings", { action: "on" })).toContain("Follow-ups are on");
  const ordered = await slash(ada, "schedule_followup", { person: cleo.id, hours: 24 });
  const orderId = /Order `(\w+)`/.exec(ordered)?.[1] ?? "";
  expect(await slash(ada, "job_status", { id: orderId })).toContain("waiting");
  const offered = await standIn.complete(ada.id, "dm", "job_status", "id", orderId.slice(0, 8));
  expect(offered.map(({ value }) => value)).toContain(orderId);

  // Typed, among others: the answer is behind a button.
  await standIn.say(ada.id, general, "!bot_status", { mentions: ["bot"] });
  const shown = await standIn.waitFor(
    () => standIn.messages(general).find(({ author }) => author.id === standIn.botId),
    "an answer to the typed command",
  );
  expect(shown.content).not.toContain("Database");
  const show = { messageId: shown.id, button: "Show me" };
  expect(wordsOf(await press(standIn, ada, show))).toContain("Database");
  expect(wordsOf(await press(standIn, cleo, show))).toContain("operators");

  // Typed in a direct chat: there is nobody else.
  await standIn.say(cleo.id, "dm", "!followup_settings nonsense");
  const usage = await standIn.waitFor(() => standIn.messages({ dmWith: cleo.id }).at(1), "an answer");
  expect(usage.content).toContain("Usage");
});
