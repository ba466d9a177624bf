import { expect, test } from "vitest";

import type { Adapter } from "./adapter-fixture.ts";
import { nextEvent, openOwn } from "./adapter-fixture.ts";

const texts = ({ events }: Adapter): readonly string[] =>
  events.map((event) => (event.type === "message" ? event.text : event.type));

test("a direct message is said to the bot, in a chat that is named by the person", async () => {
  const adapter = await openOwn();
  const { standIn, ada } = adapter;
  const messageId = await standIn.say(ada.id, "dm", "I have an exam on Friday");
  expect(await nextEvent(adapter)).toEqual({
    type: "message",
    messageId,
    text: "I have an exam on Friday",
    place: { platform: "discord", kind: "dm", channelId: `user:${ada.id}`, serverId: null },
    actor: { id: ada.id, name: "Ada", operator: true, serverAdministrator: false },
    at: standIn.message(messageId).sentAt,
    mentions: [],
    addressed: true,
  });
  await adapter.platform.inbox.idle();
  expect([...adapter.chats.channels]).toEqual([[ada.id, standIn.message(messageId).channelId]]);
});

test("in a server the bot takes what mentions it or answers it, and nothing else", async () => {
  const adapter = await openOwn();
  const { standIn, general, ada, ben, platform } = adapter;
  adapter.handle = async (event) => {
    if (event.type === "message" && event.text === "hello") {
      await platform.inbox.reply(event, { text: "Hello!", onlyForActor: false });
    }
  };
  await standIn.say(ben.id, general, "nobody asked the bot");
  await standIn.say(ben.id, general, `${standIn.botMention} hello`);
  const answer = await standIn.waitFor(() => standIn.posted[0], "the answer");
  await standIn.say(ada.id, general, "<@1> and others", { mentions: [ben.id] });
  await standIn.say(ben.id, general, "thanks", { replyTo: answer.id, mentions: ["bot"] });
  await nextEvent(adapter, 2);
  expect(texts(adapter)).toEqual(["hello", "thanks"]);
  expect(adapter.events[0]).toMatchObject({
    addressed: true,
    place: { kind: "public_channel", channelId: general.channelId, serverId: adapter.server.id },
    actor: { id: ben.id, operator: false, serverAdministrator: true },
  });
});

test("where it is told to listen it hears the others too", async () => {
  const adapter = await openOwn({ listenIn: ["7"] });
  const { standIn, server, ada } = adapter;
  const garden = standIn.addServer({ name: "Yard", channels: [{ id: "7", name: "porch" }] });
  standIn.joinServer(ada.id, garden.id);
  await standIn.say(ada.id, server.channel("general"), "not heard");
  await standIn.say(ada.id, { channelId: "7" }, "heard");
  await nextEvent(adapter);
  expect(texts(adapter)).toEqual(["heard"]);
  expect(adapter.events[0]).toMatchObject({ addressed: false });
});

test("people are named in the text, and known", async () => {
  const adapter = await openOwn();
  const { standIn, general, ada, ben } = adapter;
  await standIn.say(ben.id, general, `${standIn.botMention} do you know ${ada.mention}?`);
  expect(await nextEvent(adapter)).toMatchObject({
    text: "do you know @Ada?",
    mentions: [{ id: ada.id, name: "Ada" }],
  });
});

test("a channel that not everybody reads is a private one", async () => {
  const adapter = await openOwn();
  const { standIn, ben } = adapter;
  const server = standIn.addServer({
    name: "Staff",
    ownerId: ben.id,
    channels: [{ name: "board", private: true, visibleTo: [ben.id] }],
  });
  await standIn.say(ben.id, server.channel("board"), `${standIn.botMention} hello`);
  expect(await nextEvent(adapter)).toMatchObject({
    place: { kind: "private_channel", serverId: server.id },
    actor: { serverAdministrator: true },
  });
});

test("other bots, webhooks and messages of the system are passed over", async () => {
  const adapter = await openOwn();
  const { standIn, general, server, ada } = adapter;
  const other = standIn.addPerson({ name: "robot", isBot: true, servers: [{ serverId: server.id }] });
  await standIn.say(other.id, general, `${standIn.botMention} hello`);
  await standIn.say(ada.id, general, `${standIn.botMention} hello`, { asWebhook: true });
  await standIn.say(ada.id, general, standIn.botMention, { type: 7 });
  await standIn.say(ada.id, general, `${standIn.botMention} at last`);
  await nextEvent(adapter);
  expect(texts(adapter)).toEqual(["at last"]);
});

test("what comes twice is handled once, also after the connection was resumed", async () => {
  const adapter = await openOwn();
  const { standIn, ada } = adapter;
  const first = await standIn.say(ada.id, "dm", "first");
  await standIn.repeat(first);
  standIn.dropGateway();
  await standIn.say(ada.id, "dm", "second");
  await nextEvent(adapter, 2);
  await standIn.repeat(first);
  await standIn.say(ada.id, "dm", "third");
  await nextEvent(adapter, 3);
  expect(texts(adapter)).toEqual(["first", "second", "third"]);
});

test("edits, deletions and departures are told", async () => {
  const adapter = await openOwn({ serverMembers: true });
  const { standIn, general, server, ada, ben, news } = adapter;
  const message = await standIn.say(ada.id, "dm", "an exma");
  const others = [await standIn.say(ben.id, general, "one"), await standIn.say(ben.id, general, "two")];
  await standIn.edit(message, "an exam");
  await standIn.remove(message);
  await standIn.removeMany(general.channelId, others);
  standIn.leaveServer(ben.id, server.id);
  standIn.deleteChannel(general.channelId);
  standIn.setServerAvailable(server.id, false);
  standIn.setServerAvailable(server.id, true);
  standIn.removeBotFromServer(server.id);
  await standIn.waitFor(() => news.length >= 5, "the news");
  expect(news).toEqual([
    { type: "edited", messageId: message, text: "an exam", at: standIn.message(message).editedAt },
    { type: "deleted", messageIds: [message, ...others] },
    { type: "person-left", person: ben.id, serverId: server.id },
    { type: "channel-gone", channelId: general.channelId },
    { type: "server-left", serverId: server.id },
  ]);
});

test("what happens to a message is told after the message was handled", async () => {
  const adapter = await openOwn();
  const { standIn, ada, news } = adapter;
  const handled = Promise.withResolvers<undefined>();
  adapter.handle = () => handled.promise;
  const message = await standIn.say(ada.id, "dm", "hello");
  await standIn.remove(message);
  await nextEvent(adapter);
  expect(news).toEqual([]);
  handled.resolve(undefined);
  await standIn.waitFor(() => news.length === 1, "the deletion");
});

test("2,000 messages at once all come in, in their order", async () => {
  const adapter = await openOwn();
  const { standIn, ada, events } = adapter;
  const words = Array.from({ length: 2000 }, (_, index) => `message ${index}`);
  for (const text of words) {
    await standIn.say(ada.id, "dm", text);
  }
  await standIn.waitFor(() => events.length >= words.length, "all of them");
  expect(texts(adapter)).toEqual(words);
});
