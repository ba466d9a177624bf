import { expect, test } from "vitest";

import { answerTo, startDiscordProgram } from "../program/discord-program.ts";
import type { Fault, StoredMessage } from "../stand-in/index.ts";
import { openScene } from "../stand-in-fixture.ts";

/** What an answer meets. */
const FAULTS: readonly Fault[] = [
  { type: "error", status: 500 },
  { type: "error", status: 502, delivered: true },
  { type: "error", status: 429, retryAfterMs: 500 },
  { type: "close", delivered: false },
  { type: "close", delivered: true },
  { type: "close", delivered: true, halfWay: true },
  { type: "empty", delivered: true },
];
const TALK = ["Hello there!", "I have started to learn the cello.", "It is harder than I thought."];

test("an answer that meets trouble at Discord's door is given, and given once", { timeout: 60_000 }, async () => {
  const { standIn, ada } = await openScene({ patienceMs: 30_000 });
  await startDiscordProgram(standIn);
  const people = FAULTS.map((fault) => {
    const person = standIn.addPerson({ name: "somebody" });
    return { ...person, fault, ordered: standIn.fail({ route: "create-message", personId: person.id }, fault) };
  });
  for (const text of [...TALK, "Are you there?"]) {
    await Promise.all(people.map(({ id }) => standIn.say(id, "dm", text)));
  }
  const questionsTo = (id: string): readonly StoredMessage[] =>
    standIn.messages({ dmWith: id }).filter(({ content }) => content.includes("May I write to you"));
  await standIn.waitFor(() => people.every(({ id }) => questionsTo(id).length > 0), "everybody's question");
  await Promise.all(
    people.map(async ({ id }) => {
      const asked = await standIn.command(id, "dm", "followup_settings", { action: "status" });
      await answerTo(standIn, asked); // whatever came before it has been answered by now
    }),
  );
  expect(people.map(({ id, fault }) => ({ fault, questions: questionsTo(id).length }))).toEqual(
    people.map(({ fault }) => ({ fault, questions: 1 })),
  );
  expect(people.every(({ ordered }) => ordered.hits === 1)).toBe(true);
  expect(await answerTo(standIn, await standIn.command(ada.id, "dm", "bot_status"))).toContain("connected");
});

const ONCE: readonly Fault[] = [false, true].flatMap((delivered): readonly Fault[] => [
  { type: "close", delivered },
  { type: "error", status: 502, delivered },
]);

test("a command whose acknowledgement or answer breaks off is answered all the same", { timeout: 60_000 }, async () => {
  const { standIn, ada } = await openScene({ patienceMs: 30_000 });
  await startDiscordProgram(standIn);
  for (const route of ["answer-interaction", "edit-answer"] as const) {
    for (const fault of ONCE) {
      const ordered = standIn.fail({ route }, fault);
      const asked = await standIn.command(ada.id, "dm", "followup_settings", { action: "status" });
      expect(await answerTo(standIn, asked)).toContain("Follow-ups");
      expect(ordered.hits).toBe(1);
    }
  }
});
