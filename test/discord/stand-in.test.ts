import { type Client, Events, GatewayIntentBits, type Message, Partials, PermissionFlagsBits } from "discord.js";
import { expect, test } from "vitest";

import { connectDiscordClient, createDiscordClient } from "./discord-client.ts";
import { StandInMisuseError, WaitedInVainError } from "./stand-in/index.ts";
import { next, openScene } from "./stand-in-fixture.ts";

function collectTexts(client: Client): readonly string[] {
  const texts: string[] = [];
  client.on(Events.MessageCreate, (message) => texts.push(message.content));
  return texts;
}

test("discord.js logs in and knows its servers, channels, rights and owner", async () => {
  const { standIn, server, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);

  expect(client.user.id).toBe(standIn.botId);
  const guild = client.guilds.cache.get(server.id);
  expect(guild?.available).toBe(true);
  const channel = await client.channels.fetch(general.channelId);
  expect(channel?.isSendable()).toBe(true);
  expect(guild?.members.me?.permissions.has(PermissionFlagsBits.SendMessages)).toBe(true);
  const application = await client.application.fetch();
  expect(application.owner?.id).toBe(ada.id);
  expect(standIn.gateway.connected).toBe(1);
});

test("several operators are a team", async () => {
  const { standIn, ada } = await openScene();
  const eve = standIn.addPerson({ name: "eve", operator: true });
  const client = await connectDiscordClient(standIn);
  const { owner } = await client.application.fetch();
  expect(owner !== null && "members" in owner ? [...owner.members.keys()] : []).toEqual([ada.id, eve.id]);
});

test("a direct message arrives, and the bot's reply is where it should be", async () => {
  const { standIn, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const arrived = next(client, Events.MessageCreate);
  const id = await standIn.say(ada.id, "dm", "hello");
  const message = await arrived;
  expect([message.id, message.content, message.author.id, message.inGuild()]).toEqual([id, "hello", ada.id, false]);

  await message.reply("hello yourself");
  const [, reply] = standIn.messages({ dmWith: ada.id });
  expect(reply).toMatchObject({ content: "hello yourself", replyTo: id, pinged: { people: [ada.id] } });
});

test("a server message arrives with its author's roles, and can be edited and deleted", async () => {
  const { standIn, general, ben } = await openScene();
  const client = await connectDiscordClient(standIn);
  const created = next(client, Events.MessageCreate);
  const id = await standIn.say(ben.id, general, "good morning");
  const message = await created;
  expect(message.member?.permissions.has(PermissionFlagsBits.ManageGuild)).toBe(true);

  const updated = next(client, Events.MessageUpdate);
  await standIn.edit(id, "good evening");
  await updated;
  expect(message.content).toBe("good evening");
  const deleted = next(client, Events.MessageDelete);
  await standIn.remove(id);
  expect((await deleted).id).toBe(id);
  expect(standIn.messages(general)).toEqual([]);
});

test("several messages go at once", async () => {
  const { standIn, general, ben } = await openScene();
  const client = await connectDiscordClient(standIn);
  const ids = [await standIn.say(ben.id, general, "one"), await standIn.say(ben.id, general, "two")];
  const deleted = next(client, Events.MessageBulkDelete);
  await standIn.removeMany(general.channelId, ids);
  expect([...(await deleted).keys()]).toEqual(ids);
});

test("without the intent, server messages are blank unless they mention the bot or reply to it", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
  });
  const texts = collectTexts(client);
  const channel = await client.channels.fetch(general.channelId);
  const own = channel?.isSendable() === true ? await channel.send("mine") : undefined;
  await standIn.say(ada.id, general, "secret");
  await standIn.say(ada.id, general, "not secret", { mentions: ["bot"] });
  await standIn.say(ada.id, general, "an answer", { replyTo: own?.id ?? "" });
  await standIn.say(ada.id, general, "a quiet answer", { replyTo: own?.id ?? "", replyPings: false });
  await standIn.say(ada.id, "dm", "direct");
  await standIn.waitFor(() => texts.length === 6, "six messages");
  expect(texts).toEqual(["mine", "", `${standIn.botMention} not secret`, "an answer", "", "direct"]);
});

test("what was not asked for is not told", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn, {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
    partials: [Partials.Channel],
  });
  const texts = collectTexts(client);
  await standIn.say(ada.id, general, "unheard");
  await standIn.say(ada.id, "dm", "heard");
  await standIn.waitFor(() => texts.length > 0, "a message");
  expect(texts).toEqual(["heard"]);
});

test("a wrong token, and an intent that was not granted, keep the bot out", async () => {
  const { standIn } = await openScene({ privilegedIntents: [] });
  await expect(createDiscordClient(standIn).login("another")).rejects.toThrow("invalid token");
  await expect(createDiscordClient(standIn).login(standIn.token)).rejects.toThrow("disallowed intents");
});

test("what happens while the connection is gone is told when it is resumed", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const texts = collectTexts(client);
  await standIn.say(ada.id, general, "before");
  const resumed = next(client, Events.ShardResume);
  standIn.dropGateway();
  await standIn.say(ada.id, general, "meanwhile");
  await resumed;
  await standIn.say(ada.id, general, "after");
  await standIn.waitFor(() => texts.length === 3, "three messages");
  expect(texts).toEqual(["before", "meanwhile", "after"]);
  expect([standIn.gateway.identified, standIn.gateway.resumed]).toEqual([1, 1]);
});

test("a bot that is asked to reconnect resumes as well", async () => {
  const { standIn } = await openScene();
  const client = await connectDiscordClient(standIn);
  const resumed = next(client, Events.ShardResume);
  standIn.askToReconnect();
  await resumed;
  expect(standIn.gateway.identified).toBe(1);
});

test("an invalidated session begins anew, and what happened in between is lost", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const texts = collectTexts(client);
  standIn.invalidateSession(false);
  await standIn.say(ada.id, general, "lost");
  await standIn.waitFor(() => standIn.gateway.identified === 2 && standIn.gateway.connected === 1, "a new session");
  await standIn.say(ada.id, general, "found");
  await standIn.waitFor(() => texts.length > 0, "a message");
  expect(texts).toEqual(["found"]);
});

test("a gateway that is down lets nobody in, and nothing is lost", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const texts = collectTexts(client);
  standIn.setGatewayDown(true);
  await standIn.say(ada.id, general, "meanwhile");
  let attempts = 0;
  client.on(Events.ShardReconnecting, () => (attempts += 1));
  await standIn.waitFor(() => attempts > 0, "an attempt in vain");
  standIn.setGatewayDown(false);
  await standIn.waitFor(() => texts.length > 0, "the message");
  expect([texts, standIn.gateway.identified]).toEqual([["meanwhile"], 1]);
});

test("a gateway that answers no heartbeat is left, and the session resumed", async () => {
  const { standIn } = await openScene({ heartbeatIntervalMs: 40 });
  const client = await connectDiscordClient(standIn);
  const resumed = next(client, Events.ShardResume);
  standIn.setGatewayDeaf(true);
  await standIn.waitFor(() => standIn.gateway.connected === 0, "the bot to leave");
  standIn.setGatewayDeaf(false);
  await resumed;
  expect(standIn.gateway.identified).toBe(1);
});

test("two processes are told the same, and two shards each their own", async () => {
  const { standIn, server, general, ada } = await openScene();
  const heard: string[] = [];
  for (const name of ["one", "two"]) {
    const client = await connectDiscordClient(standIn);
    client.on(Events.MessageCreate, ({ content }) => heard.push(`${name} ${content}`));
  }
  const sharded = await connectDiscordClient(standIn, { shards: [0, 1], shardCount: 2 });
  sharded.on(Events.MessageCreate, ({ content, guild }) => heard.push(`shard ${guild?.shardId ?? 0} ${content}`));
  await standIn.say(ada.id, general, "here");
  await standIn.say(ada.id, "dm", "there");
  await standIn.waitFor(() => heard.length === 6, "six messages");
  const shard = Number((BigInt(server.id) >> 22n) % 2n);
  expect(heard.sort()).toEqual(
    ["one here", "one there", "two here", "two there", "shard 0 there", `shard ${shard} here`].sort(),
  );
});

test("nothing is told of what the bot may not see, nor of where it is not", async () => {
  const { standIn, server, general, ada } = await openScene();
  const texts = collectTexts(await connectDiscordClient(standIn));
  standIn.setChannel(general.channelId, { botMaySee: false });
  await standIn.say(ada.id, general, "behind its back");
  standIn.setChannel(general.channelId, { botMaySee: true });
  standIn.removeBotFromServer(server.id);
  await standIn.say(ada.id, general, "behind closed doors");
  standIn.addBotToServer(server.id);
  await standIn.say(ada.id, general, "to its face");
  await standIn.waitFor(() => texts.length > 0, "a message");
  expect(texts).toEqual(["to its face"]);
});

test("a burst of 2,000 messages arrives whole and in order, and one may come twice", async () => {
  const { standIn, general, ada } = await openScene();
  const texts = collectTexts(await connectDiscordClient(standIn));
  const ids: string[] = [];
  for (let index = 0; index < 2000; index += 1) {
    ids.push(await standIn.say(ada.id, general, String(index)));
  }
  await standIn.waitFor(() => texts.length >= 2000, "all messages");
  expect(texts).toEqual(Array.from({ length: 2000 }, (_, index) => String(index)));

  const { requests } = standIn;
  expect([requests.count("unknown"), requests.count("list-messages")]).toEqual([0, 0]);
  const packets: unknown[] = [];
  const second = await connectDiscordClient(standIn);
  second.on(Events.Raw, ({ t }: { readonly t: unknown }) => packets.push(t));
  await standIn.repeat(ids[0] ?? "");
  await standIn.waitFor(() => packets.includes("MESSAGE_CREATE"), "the repetition");
});

test("what other bots, webhooks and Discord itself say is known for what it is", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const seen: unknown[] = [];
  client.on(Events.MessageCreate, ({ author, webhookId, system }) =>
    seen.push([author.bot, webhookId !== null, system]),
  );
  const robot = standIn.addPerson({ name: "robot", isBot: true });
  await expect(standIn.say(robot.id, general, "beep")).rejects.toThrow(StandInMisuseError);
  standIn.joinServer(robot.id, client.guilds.cache.firstKey() ?? "");
  await standIn.say(robot.id, general, "beep");
  await standIn.say(ada.id, general, "news", { asWebhook: true });
  await standIn.say(ada.id, general, "", { type: 7 });
  await standIn.waitFor(() => seen.length === 3, "three messages");
  expect(seen).toEqual([
    [true, false, false],
    [true, true, false],
    [false, false, true],
  ]);
});

test("a server that is out of order comes back", async () => {
  const { standIn, server } = await openScene();
  standIn.setServerAvailable(server.id, true);
  const client = await connectDiscordClient(standIn);
  const gone = next(client, Events.GuildUnavailable);
  standIn.setServerAvailable(server.id, false);
  await gone;
  const back = next(client, Events.GuildAvailable);
  standIn.setServerAvailable(server.id, true);
  expect((await back).id).toBe(server.id);
});

test("who waits in vain is told for what", async () => {
  const { standIn } = await openScene({ patienceMs: 1 });
  await expect(standIn.waitFor(() => false, "a miracle")).rejects.toThrow(WaitedInVainError);
});

test("who leaves, what is deleted and where the bot is put out is told", async () => {
  const { standIn, server, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const left = next(client, Events.GuildMemberRemove);
  standIn.leaveServer(ada.id, server.id);
  expect((await left).id).toBe(ada.id);
  await expect(standIn.say(ada.id, general, "still here?")).rejects.toThrow(StandInMisuseError);

  const deleted = next(client, Events.ChannelDelete);
  standIn.deleteChannel(general.channelId);
  expect((await deleted).id).toBe(general.channelId);
  const put = next(client, Events.GuildDelete);
  standIn.removeBotFromServer(server.id);
  expect((await put).id).toBe(server.id);
  await expect(client.guilds.fetch({ guild: server.id, force: true })).rejects.toMatchObject({ code: 10004 });
});

test("a private channel is hidden from everyone, and its people see it", async () => {
  const { standIn, ada, ben } = await openScene();
  const channels = [{ name: "den", private: true, visibleTo: [ada.id] }];
  const server = standIn.addServer({ name: "House", channels });
  standIn.joinServer(ada.id, server.id);
  standIn.joinServer(ben.id, server.id);
  const client = await connectDiscordClient(standIn);
  const guild = client.guilds.cache.get(server.id);
  const den = guild?.channels.cache.get(server.channel("den").channelId);
  const sees = (who: string): boolean | undefined => den?.permissionsFor(who)?.has(PermissionFlagsBits.ViewChannel);
  await guild?.members.fetch({ user: [ada.id, ben.id] });
  expect([sees(server.id), sees(standIn.botId), sees(ada.id), sees(ben.id)]).toEqual([false, true, true, false]);
  await expect(standIn.say(ben.id, server.channel("den"), "let me in")).rejects.toThrow(StandInMisuseError);
});

test("history comes in pages, newest first", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn);
  const ids: string[] = [];
  for (const text of ["a", "b", "c", "d", "e"]) {
    ids.push(await standIn.say(ada.id, general, text));
  }
  const channel = await client.channels.fetch(general.channelId);
  if (channel?.isTextBased() !== true) {
    throw new StandInMisuseError("no channel");
  }
  const page = async (query: object): Promise<string> => {
    const messages = await channel.messages.fetch({ cache: false, ...query });
    return messages.map((message: Message) => message.content).join("");
  };
  expect(await page({ limit: 2 })).toBe("ed");
  expect(await page({ limit: 2, before: ids[2] })).toBe("ba");
  expect(await page({ limit: 2, after: ids[1] })).toBe("dc");
  expect(await page({ limit: 3, around: ids[2] })).toBe("dcb");
});
