import { afterEach, expect, test } from "vitest";

import { type Program, startProgram } from "./program.ts";

let program: Program | undefined;

afterEach(async () => {
  await program?.stop();
});

const TALK = [
  "hi there",
  "long week so far",
  "I spent most of it in the library",
  "coffee keeps me going",
  "My biology exam was this morning and I'm still so stressed about it",
];

test("a person goes quiet, gets one follow-up that names the exam, and the reply is counted", async () => {
  program = await startProgram();
  for (const text of TALK) {
    await program.say("nora", "dm", text);
  }
  const question = (await program.messages("nora", "dm")).find((message) =>
    message.buttons.some(({ id }) => id === "consent:yes"),
  );
  expect(question, "the permission question").toBeDefined();
  await program.press("nora", question?.id ?? "", "consent:yes");

  const { delivered } = await program.wind(48);

  expect(delivered).toBe(1);
  const followUps = (await program.messages("nora", "dm")).filter((message) =>
    message.buttons.some(({ id }) => id === "stop"),
  );
  expect(followUps).toHaveLength(1);
  expect(followUps[0]?.text).toMatch(/biology exam/i);

  await program.say("nora", "dm", "it went really well in the end, thank you!");

  const panel = await program.panel("nora");
  expect(panel.followUps).toHaveLength(1);
  expect(panel.followUps[0]?.answeredAt).not.toBeNull();
});
