import { expect, test } from "vitest";

import { ReplyTooLateError } from "../../../src/delivery/delivery-errors.ts";
import { addMs, MINUTE_MS, systemClock } from "../../../src/kernel/index.ts";
import { nextEvent, openOwn, openReply } from "./adapter-fixture.ts";

const buttons = Array.from({ length: 6 }, (_, index) => ({ id: `later:${index}`, label: `Later ${index}` }));

test("a message in a channel is answered with a reference to it, and nobody is pinged", async () => {
  const adapter = await openOwn();
  const { standIn, general, ben, ada, platform } = adapter;
  const message = await standIn.say(ben.id, general, `${standIn.botMention} hello`);
  const event = await nextEvent(adapter);
  await platform.inbox.reply(event, openReply(`@everyone ${ada.mention} look`, buttons));
  const [answer] = standIn.posted;
  expect(answer).toMatchObject({ replyTo: message, pinged: { everyone: false, people: [], roles: [] } });
  expect(answer?.components).toMatchObject([{ components: { length: 5 } }, { components: { length: 1 } }]);
});

test("a direct message is answered by a message of its own", async () => {
  const adapter = await openOwn();
  const { standIn, ada, platform } = adapter;
  await standIn.say(ada.id, "dm", "hello");
  await platform.inbox.reply(await nextEvent(adapter), openReply("Hello!\u202E\u200B"));
  expect(standIn.messages({ dmWith: ada.id }).at(-1)).toMatchObject({ content: "Hello!", replyTo: null });
});

test("a long answer comes in parts, and its buttons stand under the last", async () => {
  const adapter = await openOwn();
  const { standIn, ada, platform } = adapter;
  await standIn.say(ada.id, "dm", "hello");
  const text = "word ".repeat(900).trim();
  await platform.inbox.reply(await nextEvent(adapter), openReply(text, buttons.slice(0, 1)));
  const parts = standIn.posted;
  expect(parts.map(({ content }) => content).join(" ")).toBe(text);
  expect(parts.map(({ components }) => components.length)).toEqual([0, 0, 1]);
});

test("an answer that the client library sends twice stands there once", async () => {
  const adapter = await openOwn();
  const { standIn, ada, platform } = adapter;
  await standIn.say(ada.id, "dm", "hello");
  const event = await nextEvent(adapter);
  await platform.inbox.reply(event, openReply("one"));
  await platform.inbox.reply(event, openReply("two"));
  const nonces = standIn.posted.map(({ nonce }) => nonce);
  expect(new Set(nonces).size).toBe(2);
});

test("where the history may not be read, the answer comes without the reference", async () => {
  const adapter = await openOwn();
  const { standIn, general, ben, platform } = adapter;
  standIn.setChannel(general.channelId, { botMayReadHistory: false });
  await standIn.say(ben.id, general, `${standIn.botMention} hello`);
  await platform.inbox.reply(await nextEvent(adapter), openReply("Hello!"));
  expect(standIn.posted).toMatchObject([{ content: "Hello!", replyTo: null }]);
});

test("after 15 minutes there is no answer any more", async () => {
  let lateMs = 0;
  const adapter = await openOwn({ clock: { now: () => addMs(systemClock.now(), lateMs) } });
  const { standIn, ada, platform } = adapter;
  await standIn.say(ada.id, "dm", "hello");
  const event = await nextEvent(adapter);
  lateMs = 14 * MINUTE_MS;
  await platform.inbox.reply(event, openReply("in time"));
  lateMs = 16 * MINUTE_MS;
  await expect(platform.inbox.reply(event, openReply("too late"))).rejects.toThrow(ReplyTooLateError);
  expect(standIn.posted).toHaveLength(1);
});

test("what is for one person alone is never said among others", async () => {
  const adapter = await openOwn();
  const { standIn, general, ben, ada, platform } = adapter;
  await standIn.say(ben.id, general, `${standIn.botMention} hello`);
  const inChannel = await nextEvent(adapter);
  await standIn.say(ada.id, "dm", "hello");
  const direct = await nextEvent(adapter, 2);
  expect([inChannel, direct].map((event) => platform.inbox.canWhisper(event))).toEqual([false, true]);
  const secret = { text: "secret", onlyForActor: true };
  await expect(platform.inbox.reply(inChannel, secret)).rejects.toMatchObject({ code: "CANNOT_WHISPER" });
  await platform.inbox.reply(direct, secret);
  expect(standIn.posted).toMatchObject([{ content: "secret", serverId: null }]);
});

test("it is shown that an answer is being written, until it is there", async () => {
  const adapter = await openOwn();
  const { standIn, ada, platform } = adapter;
  const written = Promise.withResolvers<undefined>();
  adapter.handle = async (event) => {
    platform.inbox.showTyping(event);
    await written.promise;
    await platform.inbox.reply(event, openReply("there"));
  };
  await standIn.say(ada.id, "dm", "hello");
  await standIn.waitFor(() => standIn.requests.count("type") === 1, "the typing");
  written.resolve(undefined);
  await standIn.waitFor(() => standIn.posted.length === 1, "the answer");
  await platform.inbox.idle();
  expect(standIn.requests.count("type")).toBe(1);
});
