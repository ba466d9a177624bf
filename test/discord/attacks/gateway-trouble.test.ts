import { expect, test } from "vitest";

import { answerTo, press, SHORT_DELAY, startDiscordProgram } from "../program/discord-program.ts";
import type { StoredMessage } from "../stand-in/index.ts";
import { openScene } from "../stand-in-fixture.ts";
import { countReceived } from "./kills/evidence.ts";
import { isFollowUp } from "./flood.ts";

test(
  "a gateway that drops, forgets, asks to come back, is away or repeats itself costs no message and doubles none",
  { timeout: 90_000 },
  async () => {
    const { standIn, ada } = await openScene({ patienceMs: 40_000 });
    const { gateway } = standIn;
    await startDiscordProgram(standIn, { environment: SHORT_DELAY });
    const own = (): readonly StoredMessage[] =>
      standIn.messages({ dmWith: ada.id }).filter(({ author }) => author.id === standIn.botId);
    const question = (): StoredMessage | undefined =>
      own().find(({ content }) => content.includes("May I write to you"));
    const followUps = (): readonly StoredMessage[] => own().filter(isFollowUp);

    // What is said while the connection is lost is told when it is resumed.
    await standIn.say(ada.id, "dm", "Hello there!");
    standIn.dropGateway();
    await standIn.say(ada.id, "dm", "I have started to learn the cello.");
    await standIn.waitFor(() => gateway.resumed > 0, "the connection is resumed");
    const third = await standIn.say(ada.id, "dm", "It is harder than I thought.");
    const asked = await standIn.waitFor(question, "the question, which needs all three");
    await standIn.repeat(third);

    // Asked to come back, it resumes; a press is answered at once.
    const resumed = gateway.resumed;
    standIn.askToReconnect();
    await standIn.waitFor(() => gateway.resumed > resumed, "it came back as asked");
    expect((await press(standIn, ada, { messageId: asked.id, button: "Yes" })).content).toContain("Thank you");

    // The follow-up comes due while the gateway is away: it is sent all the same.
    standIn.setGatewayDown(true);
    await standIn.waitFor(() => followUps().length > 0, "the follow-up");
    const identified = gateway.identified + gateway.resumed;
    standIn.setGatewayDown(false);
    await standIn.waitFor(
      () => gateway.connected > 0 && gateway.identified + gateway.resumed > identified,
      "it is back",
    );
    const messageId = followUps()[0]?.id ?? "";
    expect((await press(standIn, ada, { messageId, button: "Why this?" })).content).toContain("cello");

    // A session that cannot be resumed is made anew, with all commands and buttons.
    const logins = gateway.identified;
    standIn.invalidateSession(false);
    await standIn.waitFor(() => gateway.identified > logins && gateway.connected > 0, "a new session");
    await standIn.repeat(third);
    const status = await standIn.command(ada.id, "dm", "bot_status");
    expect(await answerTo(standIn, status)).toContain("Platform: connected");

    expect(own().filter(({ content }) => content.includes("May I write to you"))).toHaveLength(1);
    expect([...countReceived(standIn).values()]).toEqual([1]);
  },
);
