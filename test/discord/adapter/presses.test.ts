import { expect, test } from "vitest";

import type { OutletMessage } from "../../../src/delivery/index.ts";
import { personId } from "../../../src/vocabulary/index.ts";
import { type Adapter, connectAdapter, nextEvent, openOwn, ownPlatform } from "./adapter-fixture.ts";
import type { Person, StoredMessage } from "../stand-in/index.ts";
import type { Scene } from "../stand-in-fixture.ts";

const FOLLOW_UP_BUTTONS = [
  { id: "why", label: "Why this?" },
  { id: "later:24:h", label: "Later" },
  { id: "stop", label: "Stop" },
];

/** A follow-up to somebody, in a channel. */
async function followUp({ platform, standIn, server, general }: Scene & Adapter, to: Person): Promise<StoredMessage> {
  const message: OutletMessage = {
    nonce: "0123456789abcdefghjkmn",
    person: personId(to.id),
    place: { platform: "discord", kind: "public_channel", channelId: general.channelId, serverId: server.id },
    text: "How did the interview go?",
    buttons: FOLLOW_UP_BUTTONS,
  };
  const result = await platform.outlet.send(message, new AbortController().signal);
  expect(result.type).toBe("accepted");
  return standIn.waitFor(() => standIn.posted.at(-1), "the follow-up");
}

test("a press comes in with the button, and the message that it is under", async () => {
  const adapter = await openOwn();
  const { standIn, server, general, ben } = adapter;
  const message = await followUp(adapter, ben);
  const pressed = await standIn.press(ben.id, message.id, "Later");
  await pressed.waitForAnswer();
  expect(await nextEvent(adapter)).toMatchObject({
    type: "press",
    callId: expect.stringMatching(/^\d+$/) as string,
    messageId: message.id,
    buttonId: "later:24:h",
    outboundId: "0123456789abcdefghjkmn",
    actor: { id: ben.id, name: "ben", operator: false, serverAdministrator: true },
    place: { kind: "public_channel", channelId: general.channelId, serverId: server.id },
  });
});

test("a press is acknowledged at once, however long its answer takes, and whether or not there is one", async () => {
  const adapter = await openOwn();
  const { standIn, ben, platform } = adapter;
  const answered = Promise.withResolvers<undefined>();
  adapter.handle = async (event) => {
    await answered.promise;
    if (event.type === "press" && event.buttonId === "why") {
      await platform.inbox.reply(event, { text: "You told me of it on Monday.", onlyForActor: true });
    }
  };
  const message = await followUp(adapter, ben);
  const why = await standIn.press(ben.id, message.id, "Why this?");
  const stop = await standIn.press(ben.id, message.id, "Stop");
  await why.waitForAnswer();
  await stop.waitForAnswer();
  expect([why.state, stop.state]).toEqual(["acknowledged", "acknowledged"]);
  answered.resolve(undefined);
  await standIn.waitFor(() => why.followUps.length === 1, "the answer");
  await platform.inbox.idle();
  expect(why.followUps).toMatchObject([{ content: "You told me of it on Monday.", ephemeralFor: ben.id }]);
  expect(stop.followUps).toEqual([]);
});

test("a button of an answer for one's own eyes can be pressed, and is taken away", async () => {
  const adapter = await openOwn();
  const { standIn, ben, platform } = adapter;
  adapter.handle = async (event) => {
    if (event.type !== "press") {
      return;
    }
    if (event.buttonId === "stop") {
      await platform.inbox.settlePressed(event);
    } else {
      const buttons = [{ id: "stop", label: "Really" }];
      await platform.inbox.reply(event, { text: "Sure?", buttons, onlyForActor: true });
    }
  };
  const message = await followUp(adapter, ben);
  const pressed = await standIn.press(ben.id, message.id, "Later");
  const [answer] = await standIn.waitFor(() => pressed.followUps.length === 1 && pressed.followUps, "the answer");
  await standIn.press(ben.id, answer?.id ?? "", "Really");
  await standIn.waitFor(() => answer?.components.length === 0, "the buttons gone");
  expect(message.components).toHaveLength(1);
});

test("after a restart the buttons of old messages work", async () => {
  const adapter = await openOwn();
  const { standIn, ben } = adapter;
  const message = await followUp(adapter, ben);
  await adapter.platform.stop();
  const later = connectAdapter(ownPlatform(standIn));
  await later.platform.start();
  const pressed = await standIn.press(ben.id, message.id, "Stop");
  await pressed.waitForAnswer();
  await standIn.waitFor(() => later.events.length === 1, "the press");
  expect(later.events).toMatchObject([{ buttonId: "stop", messageId: message.id }]);
  expect(adapter.events).toEqual([]);
});

test("of two processes that are told of a press, one has it", async () => {
  const adapter = await openOwn();
  const { standIn, ben } = adapter;
  const second = connectAdapter(ownPlatform(standIn));
  await second.platform.start();
  const message = await followUp(adapter, ben);
  await (await standIn.press(ben.id, message.id, "Stop")).waitForAnswer();
  await standIn.waitFor(
    () => standIn.requests.all.filter(({ path }) => path.endsWith("/callback")).length === 2,
    "both processes",
  );
  await Promise.all([adapter.platform.inbox.idle(), second.platform.inbox.idle()]);
  expect(adapter.events.length + second.events.length).toBe(1);
});

test("whoever pressed is told when it could not be handled", async () => {
  const adapter = await openOwn();
  const { standIn, ben } = adapter;
  adapter.handle = () => Promise.reject(new Error("no database"));
  const message = await followUp(adapter, ben);
  const pressed = await standIn.press(ben.id, message.id, "Stop");
  await standIn.waitFor(() => pressed.followUps.length === 1, "the words");
  expect(pressed.followUps[0]).toMatchObject({ ephemeralFor: ben.id });
});
