import { expect, test } from "vitest";

import type { OutletMessage, SendResult } from "../../../src/delivery/index.ts";
import { MINUTE_MS } from "../../../src/kernel/index.ts";
import { personId, type Place } from "../../../src/vocabulary/index.ts";
import { discordError } from "../stand-in/index.ts";
import type { Scene } from "../stand-in-fixture.ts";
import { type Adapter, openOwn } from "./adapter-fixture.ts";

const NONCE = "0123456789abcdefghjkmn";
const BUTTONS = [{ id: "why", label: "Why this?" }];

function directMessage({ ada }: Scene, changes: Partial<OutletMessage> = {}): OutletMessage {
  const person = personId(ada.id);
  const place: Place = { platform: "discord", kind: "dm", channelId: `user:${ada.id}`, serverId: null };
  return { nonce: NONCE, person, place, text: "How did it go?", buttons: BUTTONS, ...changes };
}

function channelMessage(scene: Scene, changes: Partial<OutletMessage> = {}): OutletMessage {
  const { general, server } = scene;
  const place: Place = {
    platform: "discord",
    kind: "public_channel",
    channelId: general.channelId,
    serverId: server.id,
  };
  return directMessage(scene, { place, ...changes });
}

const send = ({ platform }: Adapter, message: OutletMessage): Promise<SendResult> =>
  platform.outlet.send(message, new AbortController().signal);

test("in a channel the addressee alone is mentioned and pinged", async () => {
  const adapter = await openOwn();
  const { standIn, ada, ben } = adapter;
  const text = `@everyone ${ben.mention} <@&5>\u202E\u0000 How did it go?`;
  const result = await send(adapter, channelMessage(adapter, { text }));
  const [message] = standIn.posted;
  expect(result).toEqual({ type: "accepted", platformMessageId: message?.id });
  expect(message).toMatchObject({
    content: `<@${ada.id}> @everyone ${ben.mention} <@&5> How did it go?`,
    pinged: { everyone: false, people: [ada.id], roles: [] },
    nonce: NONCE,
  });
});

test("4,000 characters become 2,000, and the small print stays", async () => {
  const adapter = await openOwn();
  const text = `${"long ".repeat(800)}\n-# automated · /followup_settings`;
  await send(adapter, channelMessage(adapter, { text }));
  const content = adapter.standIn.posted[0]?.content ?? "";
  expect(content.length).toBeLessThanOrEqual(2000);
  expect(content.endsWith("long…\n-# automated · /followup_settings")).toBe(true);
});

test("a direct chat is opened once, from the budget, and known from then on", async () => {
  const adapter = await openOwn();
  const { standIn, ada, chats } = adapter;
  await send(adapter, directMessage(adapter));
  await send(adapter, directMessage(adapter, { nonce: "1123456789abcdefghjkmn" }));
  expect(standIn.openedDirectChats).toBe(1);
  expect(chats.openings).toBe(9);
  expect(standIn.messages({ dmWith: ada.id }).map(({ pinged }) => pinged.people)).toEqual([[], []]);
});

test("without a budget nothing is opened", async () => {
  const adapter = await openOwn();
  adapter.chats.openings = 0;
  expect(await send(adapter, directMessage(adapter))).toEqual({ type: "later", retryAfterMs: 60_000 });
  expect(adapter.standIn.openedDirectChats).toBe(0);
});

test("a message that is sent again with its nonce stands there once", async () => {
  const adapter = await openOwn();
  adapter.standIn.fail("create-message", { type: "close", delivered: true });
  await expect(send(adapter, channelMessage(adapter))).rejects.toMatchObject({ code: "DISCORD_REQUEST_FAILED" });
  expect((await send(adapter, channelMessage(adapter))).type).toBe("accepted");
  expect(adapter.standIn.posted).toHaveLength(1);
});

test.each([
  ["the connection closes after it", { type: "close", delivered: true }],
  ["the connection closes before it", { type: "close", delivered: false }],
  ["the connection closes within the answer", { type: "close", delivered: true, halfWay: true }],
  ["Discord says 500", { type: "error", status: 500, delivered: true }],
  ["Discord says 502", { type: "error", status: 502, delivered: true }],
  ["the answer is empty", { type: "empty", delivered: true }],
] as const)("nobody claims to know whether it arrived where %s", async (_when, fault) => {
  const adapter = await openOwn();
  adapter.standIn.fail("create-message", fault);
  await expect(send(adapter, channelMessage(adapter))).rejects.toMatchObject({ code: "DISCORD_REQUEST_FAILED" });
  expect(adapter.standIn.requests.count("create-message")).toBe(1);
});

test("a try that is given up ends at once, without a word about whether it arrived", async () => {
  const adapter = await openOwn();
  const { standIn, platform } = adapter;
  standIn.fail("create-message", { type: "hang" });
  const controller = new AbortController();
  const sending = platform.outlet.send(channelMessage(adapter), controller.signal);
  const outcome = expect(sending).rejects.toMatchObject({ code: "DISCORD_REQUEST_FAILED" });
  await standIn.waitFor(() => standIn.requests.count("create-message") === 1, "the request");
  controller.abort();
  await outcome;
});

test.each([
  [50007, { type: "withdrawn", code: "discord_50007" }],
  [50278, { type: "withdrawn", code: "discord_50278" }],
  [10013, { type: "refused", code: "discord_10013" }],
  [10003, { type: "refused", code: "discord_10003" }],
  [50001, { type: "refused", code: "discord_50001" }],
  [50013, { type: "refused", code: "discord_50013" }],
  [200000, { type: "refused", code: "discord_200000" }],
  [50035, { type: "refused", code: "discord_50035" }],
  [40004, { type: "later", retryAfterMs: 30_000 }],
] as const)("Discord's %i is said as what it means", async (code, result) => {
  const adapter = await openOwn();
  adapter.standIn.fail("create-message", discordError(code));
  expect(await send(adapter, channelMessage(adapter))).toEqual(result);
});

test("a closed direct chat is a no", async () => {
  const adapter = await openOwn();
  adapter.standIn.directChatsClosed(adapter.ada.id);
  expect(await send(adapter, directMessage(adapter))).toEqual({ type: "withdrawn", code: "discord_50007" });
});

test("a long rate limit is told, a short one waited for", async () => {
  const adapter = await openOwn();
  const { standIn } = adapter;
  standIn.fail("create-message", { type: "error", status: 429, retryAfterMs: 60_000, scope: "shared" });
  expect(await send(adapter, channelMessage(adapter))).toMatchObject({ type: "later" });
  expect(standIn.posted).toHaveLength(0);
});

test.each([
  ["40003", discordError(40003)],
  ["40003 as a rate limit", { type: "error", status: 429, code: 40003, retryAfterMs: 600_000 }],
  ["a quarantine", discordError(20026, 403)],
] as const)("%s stops the opening of direct chats everywhere", async (_what, fault) => {
  const adapter = await openOwn();
  const { standIn, chats, platform, log } = adapter;
  standIn.fail("open-direct-chat", fault);
  const result = await send(adapter, directMessage(adapter));
  expect(result).toMatchObject({ type: "later" });
  expect(result.type === "later" ? result.retryAfterMs : 0).toBeGreaterThanOrEqual(10 * MINUTE_MS);
  expect(chats.holds).toHaveLength(1);
  expect(platform.status()).toContain("no direct chats are opened for 10 minutes");
  expect(log.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("a token that was withdrawn is told once, and nothing is asked of Discord any more", async () => {
  const adapter = await openOwn();
  const { standIn, fatal } = adapter;
  standIn.revokeToken();
  expect((await send(adapter, channelMessage(adapter))).type).toBe("later");
  const asked = standIn.requests.count();
  expect((await send(adapter, channelMessage(adapter))).type).toBe("later");
  expect(standIn.requests.count()).toBe(asked);
  expect(fatal).toMatchObject([{ code: "DISCORD_TOKEN_REFUSED" }]);
});

test("a message is found by its nonce and by its buttons, behind many others", async () => {
  const adapter = await openOwn({ standIn: { nonceInHistory: false } });
  const { standIn, general, ben, platform } = adapter;
  const message = channelMessage(adapter);
  const sent = await send(adapter, message);
  for (let count = 0; count < 150; count += 1) {
    await standIn.say(ben.id, general, `message ${count}`);
  }
  // A nonce of ours says when it was made: this one long before the first page of messages.
  expect(await platform.outlet.find(message.place, NONCE)).toEqual({
    type: "found",
    platformMessageId: sent.type === "accepted" ? sent.platformMessageId : "",
  });
  expect(await platform.outlet.find(message.place, "0123456789abcdefghjkm0")).toEqual({ type: "absent" });
});

test("where the history may not be read, nobody says that a message is not there", async () => {
  const adapter = await openOwn();
  const { standIn, general, platform } = adapter;
  const { place } = channelMessage(adapter);
  expect(await platform.outlet.find(place, NONCE)).toEqual({ type: "absent" });
  standIn.setChannel(general.channelId, { botMayReadHistory: false });
  expect(await platform.outlet.find(place, NONCE)).toEqual({ type: "unreadable" });
  standIn.setChannel(general.channelId, { botMaySee: false });
  expect(await platform.outlet.find(place, NONCE)).toEqual({ type: "unreadable" });
  standIn.deleteChannel(general.channelId);
  expect(await platform.outlet.find(place, NONCE)).toEqual({ type: "unreadable" });
});

test("in a direct chat that was never opened there is nothing to be found", async () => {
  const adapter = await openOwn();
  expect(await adapter.platform.outlet.find(directMessage(adapter).place, NONCE)).toEqual({ type: "absent" });
});
