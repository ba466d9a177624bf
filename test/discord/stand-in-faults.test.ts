import { type Client, type SendableChannels } from "discord.js";
import { expect, test } from "vitest";

import { connectDiscordClient } from "./discord-client.ts";
import { discordError, type DiscordStandIn, StandInMisuseError } from "./stand-in/index.ts";
import { openScene } from "./stand-in-fixture.ts";

async function sendable(client: Client, { channelId }: { readonly channelId: string }): Promise<SendableChannels> {
  const channel = await client.channels.fetch(channelId);
  return channel?.isSendable() === true ? channel : Promise.reject(new StandInMisuseError("no channel to write in"));
}

const ONCE = { nonce: "a-nonce-of-22-letters-", enforceNonce: true } as const;

/** As a bot without discord.js would. */
async function send(standIn: DiscordStandIn, channelId: string, body: object, signal: AbortSignal): Promise<Response> {
  return fetch(`${standIn.apiUrl}/v10/channels/${channelId}/messages`, {
    method: "POST",
    headers: { authorization: `Bot ${standIn.token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

test("the same nonce makes one message, until it is forgotten", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  const first = await channel.send({ content: "once", ...ONCE });
  const second = await channel.send({ content: "once", ...ONCE });
  expect([second.id, second.nonce, standIn.messages(general).length]).toEqual([first.id, ONCE.nonce, 1]);
  standIn.forgetNonces();
  await channel.send({ content: "once", ...ONCE });
  await channel.send({ content: "once", nonce: ONCE.nonce });
  expect(standIn.messages(general)).toHaveLength(3);
});

test("a message that was deleted is not made again with its nonce", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  const { id } = await channel.send({ content: "once", ...ONCE });
  await standIn.remove(id);
  await expect(channel.send({ content: "once", ...ONCE })).rejects.toMatchObject({ code: 10008 });
  expect(standIn.posted.map(({ deleted }) => deleted)).toEqual([true]);
});

test("history can be without nonces", async () => {
  const { standIn, general } = await openScene({ nonceInHistory: false });
  const channel = await sendable(await connectDiscordClient(standIn), general);
  const { id, nonce } = await channel.send({ content: "once", ...ONCE });
  expect(nonce).toBe(ONCE.nonce);
  const read = await fetch(`${standIn.apiUrl}/v10/channels/${general.channelId}/messages/${id}`, {
    headers: { authorization: `Bot ${standIn.token}` },
  });
  expect(await read.json()).not.toHaveProperty("nonce");
});

test("429 and 500 are waited out by discord.js, which makes one message", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  standIn.fail("create-message", { type: "error", status: 429, retryAfterMs: 10 });
  const failed = standIn.fail({ channelId: general.channelId }, { type: "error", status: 500 });
  await channel.send("at last");
  expect([standIn.requests.count("create-message"), failed.hits]).toEqual([3, 1]);
  expect(standIn.messages(general).map(({ content }) => content)).toEqual(["at last"]);
});

test("502 although delivered makes two messages, and one with a nonce", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  const fault = { type: "error", status: 502, delivered: true } as const;
  standIn.fail("create-message", fault);
  await channel.send("twice");
  standIn.fail("create-message", fault);
  await channel.send({ content: "once", ...ONCE });
  expect(standIn.messages(general).map(({ content }) => content)).toEqual(["twice", "twice", "once"]);
});

test.each([
  [{ type: "close", delivered: false } as const, 0],
  [{ type: "close", delivered: true } as const, 1],
  [{ type: "close", delivered: true, halfWay: true } as const, 1],
])("a connection that ends (%o) tells the bot nothing of what became of its message", async (fault, made) => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  standIn.fail("create-message", fault);
  await expect(channel.send("into the dark")).rejects.toThrow();
  expect(standIn.posted).toHaveLength(made);
});

test("an answer that is late has been delivered once, and one with a nonce is not made again", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  standIn.fail("create-message", { type: "hang", forMs: 50 });
  const impatience = new AbortController();
  const sent = send(standIn, general.channelId, { content: "late", nonce: ONCE.nonce }, impatience.signal);
  await standIn.waitFor(() => standIn.requests.count("create-message") === 1, "the request");
  impatience.abort();
  await expect(sent).rejects.toThrow();
  await standIn.waitFor(() => standIn.posted.length > 0, "the late message");
  await channel.send({ content: "late", ...ONCE });
  expect(standIn.posted).toHaveLength(1);
});

test("a success without a body is a message without an id", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  standIn.fail("create-message", { type: "empty", delivered: true });
  const message = await channel.send("hello");
  expect([message.id, standIn.posted.length]).toEqual([undefined, 1]);
});

test("an answer may never come, and what was asked for be done or not", async () => {
  const { standIn, general } = await openScene();
  const impatience = new AbortController();
  standIn.fail("create-message", { type: "hang" });
  standIn.fail("create-message", { type: "hang", delivered: "at once" });
  const sent = ["one", "two"].map((content) => send(standIn, general.channelId, { content }, impatience.signal));
  await standIn.waitFor(() => standIn.requests.count("create-message") === 2, "the requests");
  await standIn.waitFor(() => standIn.posted.length === 1, "the message");
  impatience.abort();
  await expect(Promise.all(sent)).rejects.toThrow();
  expect(standIn.requests.all.map(({ status }) => status)).toEqual([null, null]);
});

test("a code of Discord's comes as it was ordered, for whom it was ordered", async () => {
  const { standIn, ada, ben } = await openScene();
  const client = await connectDiscordClient(standIn);
  standIn.fail({ route: "open-direct-chat", personId: ada.id }, discordError(40003));
  await expect(client.users.createDM(ada.id)).rejects.toMatchObject({ code: 40003, status: 403 });
  await client.users.createDM(ben.id);
  await client.users.createDM(ben.id, { force: true });
  expect([standIn.openedDirectChats, standIn.requests.count("open-direct-chat")]).toEqual([1, 3]);
});

test("what is closed or not allowed is refused with the code that Discord has for it", async () => {
  const { standIn, server, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const channel = await sendable(client, general);
  const said = await standIn.say(ada.id, general, "hello");
  const codeOf = (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => "no refusal",
      (thrown: unknown) => (thrown as { readonly code: unknown }).code,
    );

  standIn.directChatsClosed(ada.id);
  expect(await codeOf(client.users.send(ada.id, "hello"))).toBe(50007);
  standIn.directChatsOpen(ada.id);
  expect(await codeOf(client.users.send(ada.id, "hello"))).toBe("no refusal");

  standIn.setChannel(general.channelId, { botMayReadHistory: false });
  expect((await channel.messages.fetch({ cache: false })).size).toBe(0);
  expect(await codeOf(channel.send({ content: "yes?", reply: { messageReference: said } }))).toBe(160002);
  standIn.setChannel(general.channelId, { botMaySend: false });
  expect(await codeOf(channel.send("hello"))).toBe(50013);
  standIn.setChannel(general.channelId, { botMaySee: false });
  expect(await codeOf(channel.send("hello"))).toBe(50001);
  expect(await codeOf(client.users.fetch("1"))).toBe(10013);
  standIn.deleteChannel(general.channelId);
  expect(await codeOf(channel.send("hello"))).toBe(10003);
  standIn.leaveServer(ada.id, server.id);
  expect(
    await codeOf(client.guilds.fetch(server.id).then((guild) => guild.members.fetch({ user: ada.id, force: true }))),
  ).toBe(10007);
});

test("Discord's own rules for a message are kept", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  await expect(channel.send("x".repeat(2001))).rejects.toMatchObject({ code: 50035 });
  await expect(channel.send({ content: "hello", nonce: "x".repeat(26) })).rejects.toMatchObject({ code: 50035 });
  await expect(
    channel.send({ content: "hello", allowedMentions: { parse: ["users"], users: ["1"] } }),
  ).rejects.toMatchObject({ code: 50035 });
  await expect(channel.send({ embeds: [{ description: "x".repeat(4097) }] })).rejects.toMatchObject({ code: 50035 });
  await expect(channel.send({ content: "" })).rejects.toMatchObject({ code: 50006 });
});

test("who is rung is what the text and its allowed mentions come down to", async () => {
  const { standIn, general, ada, ben } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  const content = `@everyone ${ada.mention} ${ben.mention} <@&1>`;
  await channel.send({ content });
  await channel.send({ content, allowedMentions: { parse: [] } });
  await channel.send({ content, allowedMentions: { users: [ada.id] } });
  expect(standIn.messages(general).map(({ pinged }) => pinged)).toEqual([
    { everyone: true, people: [ada.id, ben.id], roles: ["1"] },
    { everyone: false, people: [], roles: [] },
    { everyone: false, people: [ada.id], roles: [] },
  ]);
});

test("limits that are enforced are kept by discord.js, and a breach is counted", async () => {
  const { standIn, general } = await openScene({
    limits: { perSecond: 6, perChannel: { messages: 2, windowMs: 150 }, graceMs: 20 },
  });
  const channel = await sendable(await connectDiscordClient(standIn), general);
  for (const text of ["a", "b", "c"]) {
    await channel.send(text);
  }
  expect(standIn.requests.breaches).toBe(0);
  const headers = { authorization: `Bot ${standIn.token}` };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => fetch(`${standIn.apiUrl}/v10/users/@me`, { headers })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(standIn.requests.breaches).toBe(refused.length);
  expect(refused[0]?.headers.get("x-ratelimit-scope")).toBe("global");
  expect(standIn.requests.busiest("get-bot")).toBe(8);
});

test("a token that was withdrawn ends both sides", async () => {
  const { standIn, general } = await openScene();
  const client = await connectDiscordClient(standIn);
  const channel = await sendable(client, general);
  client.on("error", () => undefined);
  const ended = new Promise<number>((resolve) => {
    client.once("shardDisconnect", ({ code }) => {
      resolve(code);
    });
  });
  standIn.revokeToken();
  expect(await ended).toBe(4004);
  await expect(channel.send("hello?")).rejects.toMatchObject({ status: 401 });
});

test("files arrive with what is in them", async () => {
  const { standIn, general } = await openScene();
  const channel = await sendable(await connectDiscordClient(standIn), general);
  await channel.send({ files: [{ name: "export.json", attachment: Buffer.from('{"a":1}') }] });
  expect(standIn.messages(general)[0]?.attachments).toEqual([{ name: "export.json", text: '{"a":1}' }]);
});
