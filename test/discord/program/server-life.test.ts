import { expect, test } from "vitest";

import { openScene } from "../stand-in-fixture.ts";
import { answerTo, press, SHORT_DELAY, startDiscordProgram } from "./discord-program.ts";

const LIFE_MS = 180_000;

test(
  "a server: the question is for one alone, the follow-up comes where they talk, and names nobody else",
  { timeout: LIFE_MS },
  async () => {
    const { standIn, general, server, ben } = await openScene({ patienceMs: 60_000 });
    const cleo = standIn.addPerson({ name: "cleo", globalName: "Cleo", servers: [{ serverId: server.id }] });
    await startDiscordProgram(standIn, { environment: SHORT_DELAY });
    const own = () => standIn.messages(general).filter(({ author }) => author.id === standIn.botId);

    const say = (text: string) => standIn.say(cleo.id, general, text, { mentions: ["bot"] });
    await standIn.say(cleo.id, general, "Nobody asked the bot about my secret garden.");
    await say("good evening");
    await say("I have started to learn the cello.");
    await say("It is harder than I thought.");

    const asked = await standIn.waitFor(() => own().at(-1), "the small button");
    expect(own()).toHaveLength(1);
    expect(asked.content).not.toContain("May I write to you");
    const question = await press(standIn, cleo, { messageId: asked.id, button: "Follow-ups?" });
    expect(question.content).toContain("May I write to you");
    expect(question.ephemeralFor).toBe(cleo.id);
    const yes = await press(standIn, cleo, { messageId: question.id, button: "Yes" });
    expect(yes.content).toContain("Thank you");

    const followUp = await standIn.waitFor(
      () => own().find(({ content }) => content.includes("automated")),
      "the follow-up in the channel",
    );
    expect(followUp.content.startsWith(cleo.mention)).toBe(true);
    expect(followUp.content).not.toContain("garden");
    expect(followUp.pinged).toEqual({ everyone: false, people: [cleo.id], roles: [] });
    expect(standIn.openedDirectChats).toBe(0);

    const meddler = await press(standIn, ben, { messageId: followUp.id, button: "Stop" });
    expect(meddler.content).toBe("These buttons are for the person this message was written to.");

    const stop = await press(standIn, cleo, { messageId: followUp.id, button: "Stop" });
    expect(stop.content).toContain("will not write to you by myself");
    const status = await standIn.command(cleo.id, general, "followup_settings", { action: "status" });
    expect(await answerTo(standIn, status)).toContain("**off**");
    expect(status.ephemeral).toBe(true);
  },
);
