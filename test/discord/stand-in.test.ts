import { type Client, Events, GatewayIntentBits, type Message, Partials, PermissionFlagsBits } from "discord.js";
import { expect, test } from "vitest";

import { connectDiscordClient, createDiscordClient } from "./discord-client.ts";
import { StandInMisuseError } from "./stand-in/index.ts";
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
