import { expect, test } from "vitest";

import { openScene } from "../stand-in-fixture.ts";
import { answerTo, press, SHORT_DELAY, startDiscordProgram } from "./discord-program.ts";

const LIFE_MS = 180_000;

test(
  "a direct chat: a talk, a yes, silence, a follow-up with its reason, and an answer",
  { timeout: LIFE_MS },
  async () => {
    const { standIn, ada } = await openScene({ patienceMs: 60_000 });
    const program = await startDiscordProgram(standIn, { environment: SHORT_DELAY });
    const chat = { dmWith: ada.id };
    const own = () => standIn.messages(chat).filter(({ author }) => author.id === standIn.botId);

    await standIn.say(ada.id, "dm", "Hello there!");
    await standIn.say(ada.id, "dm", "I have started to learn the cello.");
    await standIn.say(ada.id, "dm", "It is harder than I thought.");
    const question = await standIn.waitFor(
      () => own().find(({ content }) => content.includes("May I write to you")),
      "the question",
    );
    expect(own()).toHaveLength(1);

    const yes = await press(standIn, ada, { messageId: question.id, button: "Yes" });
    expect(yes.content).toContain("Thank you");

    const followUp = await standIn.waitFor(
      () => own().find(({ content }) => content.includes("automated")),
      "the follow-up",
    );
    expect(followUp.content).toContain("cello");
    expect(followUp.content).toContain("automated");
    expect(followUp.pinged).toEqual({ everyone: false, people: [], roles: [] });

    const why = await press(standIn, ada, { messageId: followUp.id, button: "Why this?" });
    expect(why.content).toContain("cello");

    await standIn.say(ada.id, "dm", "Thank you, it goes well!");
    const status = await standIn.command(ada.id, "dm", "followup_settings", { action: "status" });
    expect(await answerTo(standIn, status)).toContain("Follow-ups: **on**");
    expect(await program.stop()).toBe(0);
  },
);
