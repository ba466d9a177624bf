import { expect, test } from "vitest";

import type { OutletMessage, SendResult } from "../../../src/delivery/index.ts";
import { personId, type Place } from "../../../src/vocabulary/index.ts";
import { discordError } from "../stand-in/index.ts";
import { openScene, type Scene } from "../stand-in-fixture.ts";
import {
  type Adapter,
  commandsAreThere,
  connectAdapter,
  nextEvent,
  openOwn,
  openReply,
  ownPlatform,
} from "./adapter-fixture.ts";

const NONCE = "0123456789abcdefghjkmn";

function placeOf({ server }: Scene, { channelId }: { readonly channelId: string }): Place {
  return { platform: "discord", kind: "public_channel", channelId, serverId: server.id };
}

function sendTo(scene: Scene & Adapter, thread: { readonly channelId: string }, nonce = NONCE): Promise<SendResult> {
  const person = personId(scene.ada.id);
  const message: OutletMessage = { nonce, person, place: placeOf(scene, thread), text: "How did it go?", buttons: [] };
  return scene.platform.outlet.send(message, new AbortController().signal);
}

test("a thread is a place of its own, in which the bot is spoken to and answers", async () => {
  const adapter = await openOwn();
  const { standIn, ada, general, platform } = adapter;
  adapter.handle = (event) => platform.inbox.reply(event, openReply("Hello."));
  const thread = standIn.addThread(general, { name: "cello", ownerId: ada.id });
  await standIn.say(ada.id, thread, "hello", { mentions: ["bot"] });
  expect(await nextEvent(adapter)).toMatchObject({ place: placeOf(adapter, thread), addressed: true, text: "hello" });
  await standIn.waitFor(() => standIn.messages(thread).length === 2, "the answer");
  expect(standIn.messages(general)).toEqual([]);
});

test("a private thread, and one in a private channel, are private", async () => {
  const adapter = await openOwn();
  const { standIn, ada, general } = adapter;
  const hidden = standIn.addServer({
    name: "House",
    ownerId: ada.id,
    channels: [{ name: "cellar", private: true, visibleTo: [ada.id] }],
  });
  const threads = [
    standIn.addThread(general, { name: "secret", ownerId: ada.id, private: true, visibleTo: [ada.id] }),
    standIn.addThread(hidden.channel("cellar"), { name: "wine", ownerId: ada.id }),
  ];
  for (const thread of threads) {
    await standIn.say(ada.id, thread, "hello", { mentions: ["bot"] });
  }
  await nextEvent(adapter, 2);
  expect(adapter.events.map(({ place }) => [place.channelId, place.kind])).toEqual(
    threads.map(({ channelId }) => [channelId, "private_channel"]),
  );
});

test("where the bot listens in a channel, it listens in the channel's threads", async () => {
  const scene = await openScene();
  const { standIn, ada, general } = scene;
  const other = standIn.addServer({ name: "Elsewhere", channels: [{ name: "talk" }], ownerId: ada.id });
  const adapter = connectAdapter(ownPlatform(standIn, { listenIn: [general.channelId] }));
  await adapter.platform.start();
  await commandsAreThere(standIn);
  const heard = standIn.addThread(general, { name: "cello", ownerId: ada.id });
  const unheard = standIn.addThread(other.channel("talk"), { name: "flute", ownerId: ada.id });
  await standIn.say(ada.id, unheard, "to somebody else");
  await standIn.say(ada.id, heard, "to somebody");
  await standIn.waitFor(() => adapter.events.length > 0, "what is overheard");
  await adapter.platform.inbox.idle();
  expect(adapter.events).toMatchObject([{ text: "to somebody", addressed: false, place: placeOf(scene, heard) }]);
});

test("a thread that was archived before the bot came is known by its channel, and comes back with a message", async () => {
  const scene = await openScene();
  const { standIn, ada, ben, general } = scene;
  const thread = standIn.addThread(general, { name: "cello", ownerId: ada.id });
  standIn.setThread(thread, { archived: true });
  const adapter = Object.assign(connectAdapter(ownPlatform(standIn)), scene);
  await adapter.platform.start();
  await commandsAreThere(standIn);
  await standIn.command(ben.id, thread, "job_status");
  expect(await nextEvent(adapter)).toMatchObject({ place: placeOf(scene, thread) });
  expect(await sendTo(adapter, thread)).toMatchObject({ type: "accepted" });
  expect(standIn.messages(thread)).toHaveLength(1);
});

test("what cannot be written into a thread for good is not tried again", async () => {
  const adapter = await openOwn();
  const { standIn, ada, general } = adapter;
  const thread = standIn.addThread(general, { name: "cello", ownerId: ada.id });
  standIn.setThread(thread, { locked: true });
  expect(await sendTo(adapter, thread)).toEqual({ type: "refused", code: "discord_160005" });
  standIn.setThread(thread, { archived: true });
  expect(await sendTo(adapter, thread)).toEqual({ type: "refused", code: "discord_50083" });
  standIn.setThread(thread, { locked: false });
  standIn.fail("create-message", discordError(160_006));
  expect(await sendTo(adapter, thread)).toMatchObject({ type: "later" });
  expect(await sendTo(adapter, thread)).toMatchObject({ type: "accepted" });
});

test("in a thread the bot may do what it may do in the channel", async () => {
  const adapter = await openOwn();
  const { standIn, ada, general, platform } = adapter;
  const thread = standIn.addThread(general, { name: "cello", ownerId: ada.id });
  const place = placeOf(adapter, thread);
  await standIn.say(ada.id, thread, "hello", { mentions: ["bot"] });
  await nextEvent(adapter);
  expect(await platform.outlet.find(place, NONCE)).toEqual({ type: "absent" });
  expect(await sendTo(adapter, thread)).toMatchObject({ type: "accepted" });
  expect(await platform.outlet.find(place, NONCE)).toMatchObject({ type: "found" });
  standIn.setChannel(general.channelId, { botMayReadHistory: false });
  await standIn.waitFor(async () => (await platform.outlet.find(place, NONCE)).type === "unreadable", "it is blind");
  standIn.setChannel(general.channelId, { botMaySend: false });
  expect(await sendTo(adapter, thread, `1${NONCE.slice(1)}`)).toEqual({ type: "refused", code: "discord_50013" });
  standIn.setChannel(general.channelId, { botMaySee: false });
  expect(await sendTo(adapter, thread, `1${NONCE.slice(1)}`)).toEqual({ type: "refused", code: "discord_50001" });
});

test("a thread that is deleted is a place that is gone, and so are those of a channel that is deleted", async () => {
  const adapter = await openOwn();
  const { standIn, ada, general } = adapter;
  const threads = ["one", "two", "three"].map((name) => standIn.addThread(general, { name, ownerId: ada.id }));
  const [first = general] = threads;
  await standIn.say(ada.id, first, "hello", { mentions: ["bot"] });
  await nextEvent(adapter); // by now it knows them all
  standIn.deleteThread(first);
  await standIn.waitFor(() => adapter.news.length === 1, "the thread is gone");
  expect(await sendTo(adapter, first)).toEqual({ type: "refused", code: "discord_10003" });
  standIn.deleteChannel(general.channelId);
  await standIn.waitFor(() => adapter.news.length === 4, "all are gone");
  expect(adapter.news).toEqual(
    [threads[0], general, threads[1], threads[2]].map((place) => ({
      type: "channel-gone",
      channelId: place?.channelId,
    })),
  );
});
