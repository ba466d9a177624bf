import { Events } from "discord.js";
import { expect, test } from "vitest";

import { connectDiscordClient, createDiscordClient } from "../discord-client.ts";
import { openScene } from "../stand-in-fixture.ts";
import {
  type Adapter,
  commandsAreThere,
  connectAdapter,
  connectHost,
  nextEvent,
  openOwn,
  ownPlatform,
} from "./adapter-fixture.ts";

const said = ({ log }: Adapter, level: string): readonly string[] =>
  log.filter((line) => line.level === level).map(({ text }) => text);

test("a wrong token makes the start fail, in one sentence", async () => {
  const { standIn } = await openScene();
  const adapter = connectAdapter(ownPlatform(standIn, { token: "wrong" }));
  await expect(adapter.platform.start()).rejects.toMatchObject({ code: "DISCORD_TOKEN_REFUSED" });
  expect(adapter.fatal).toEqual([]);
});

test.each([
  [4004, "DISCORD_TOKEN_REFUSED"],
  [4013, "DISCORD_GATEWAY_REFUSED"],
  [4014, "DISCORD_GATEWAY_REFUSED"], // though nothing was asked for that has to be enabled
] as const)("a login that the gateway refuses with %i makes the start fail", async (code, error) => {
  const { standIn } = await openScene();
  standIn.refuseLogin(code);
  const adapter = connectAdapter(ownPlatform(standIn));
  await expect(adapter.platform.start()).rejects.toMatchObject({ code: error });
});

test("intents that are not enabled are done without, and it is said what does not work", async () => {
  const adapter = await openOwn({ readAll: true, serverMembers: true, standIn: { privilegedIntents: [] } });
  const { standIn, ada, platform } = adapter;
  expect(said(adapter, "warn")).toHaveLength(1);
  expect(said(adapter, "warn")[0]).toMatch(/MessageContent, GuildMembers.*Without message content/);
  await standIn.say(ada.id, "dm", "hello");
  expect(await nextEvent(adapter)).toMatchObject({ text: "hello" });
  expect(platform.status()).toMatch(/^connected.* 1 server, without the intents MessageContent, GuildMembers/);
});

test("where Discord cannot be reached the start is over soon, and it is tried until it can", async () => {
  const { standIn, ada } = await openScene();
  standIn.setGatewayDown(true);
  const adapter = connectAdapter(ownPlatform(standIn));
  await adapter.platform.start();
  expect(said(adapter, "warn")).toEqual(["Discord cannot be reached; it is tried again until it can"]);
  expect(adapter.platform.status()).toMatch(/connecting/);
  standIn.setGatewayDown(false);
  await commandsAreThere(standIn);
  await standIn.say(ada.id, "dm", "hello");
  await standIn.waitFor(() => adapter.events.length === 1, "the message");
});

test("a stop ends the tries", async () => {
  const { standIn } = await openScene();
  standIn.fail("get-gateway", { type: "error", status: 500 }, "always");
  const adapter = connectAdapter(ownPlatform(standIn));
  await adapter.platform.start();
  await adapter.platform.stop();
  expect(standIn.gateway.connected).toBe(0);
});

test("a token that is withdrawn while connected is told once", async () => {
  const { standIn, platform, fatal } = await openOwn();
  standIn.revokeToken();
  await standIn.waitFor(() => fatal.length > 0, "the end");
  expect(fatal).toMatchObject([{ code: "DISCORD_TOKEN_REFUSED" }]);
  expect(platform.status()).toMatch(/^stopped: Discord refused the token/);
});

test("a lost connection comes back, and is said once", async () => {
  const adapter = await openOwn();
  const { standIn, ada } = adapter;
  standIn.dropGateway();
  await standIn.waitFor(() => standIn.gateway.resumed === 1, "the connection");
  await standIn.say(ada.id, "dm", "hello");
  await nextEvent(adapter);
  expect(said(adapter, "warn")).toEqual(["the connection to Discord was lost; it comes back by itself"]);
  expect(said(adapter, "info")).toContain("the connection to Discord is back");
});

test("the log says how the bot is added to a server", async () => {
  const { log, standIn } = await openOwn();
  const invite = log.map(({ fields }) => fields["invite"]).find((link) => link !== undefined);
  expect(invite).toBe(
    `https://discord.com/oauth2/authorize?client_id=${standIn.applicationId}&scope=bot+applications.commands&permissions=274877975552`,
  );
});

test("a stop waits for what is being handled, and takes nothing new", async () => {
  const adapter = await openOwn();
  const { standIn, ada, platform } = adapter;
  const handled = Promise.withResolvers<undefined>();
  adapter.handle = async (event) => {
    await handled.promise;
    await platform.inbox.reply(event, { text: "there", onlyForActor: false });
  };
  await standIn.say(ada.id, "dm", "first");
  await nextEvent(adapter);
  const stopped = platform.stop();
  await standIn.say(ada.id, "dm", "second");
  handled.resolve(undefined);
  await stopped;
  expect(adapter.events).toHaveLength(1);
  expect(standIn.posted).toMatchObject([{ content: "there" }]);
  await standIn.waitFor(() => standIn.gateway.connected === 0, "the end of the connection");
});

test("a host's client gets listeners, and loses them; it stays logged in, and its options are as they were", async () => {
  const { standIn, ada } = await openScene();
  const client = createDiscordClient(standIn, { allowedMentions: { parse: ["everyone"] } });
  const before = JSON.stringify(client.options);
  const listeners = (): readonly number[] => client.eventNames().map((name) => client.listenerCount(name));
  const total = (): number => listeners().reduce((sum, count) => sum + count, 0);
  const atFirst = total();
  const adapter = connectHost(client);
  await adapter.platform.start(); // before the login
  expect(adapter.platform.status()).toBe("not logged in");
  expect(JSON.stringify(client.options)).toBe(before);
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(standIn.token);
  await ready;
  await commandsAreThere(standIn);
  await standIn.say(ada.id, "dm", "hello");
  await standIn.waitFor(() => adapter.events.length === 1, "the message");
  await adapter.platform.stop();
  expect(total()).toBe(atFirst);
  expect(client.isReady()).toBe(true);
  expect(client.options.allowedMentions).toEqual({ parse: ["everyone"] });
});

test("a host is told once when its token is withdrawn, and its client is left to it", async () => {
  const { standIn } = await openScene();
  const adapter = connectHost(await connectDiscordClient(standIn));
  await adapter.platform.start();
  await commandsAreThere(standIn);
  standIn.revokeToken();
  await standIn.waitFor(() => adapter.fatal.length > 0, "the end");
  await adapter.platform.stop();
  expect(adapter.fatal).toMatchObject([{ code: "DISCORD_TOKEN_REFUSED" }]);
});

test("a host whose client keeps little in memory is told of everything all the same", async () => {
  const { standIn, general, ada } = await openScene();
  const client = await connectDiscordClient(standIn, { partials: [] });
  const adapter = connectHost(client);
  await adapter.platform.start();
  await commandsAreThere(standIn);
  const message = await standIn.say(ada.id, "dm", "hello"); // without Partials.Channel the library tells of no direct message
  await standIn.waitFor(() => adapter.events.length === 1, "the message");
  await standIn.remove(message);
  await standIn.waitFor(() => adapter.news.length === 1, "the deletion");
  await standIn.say(ada.id, general, `${standIn.botMention} hello`);
  await standIn.waitFor(() => adapter.events.length === 2, "the mention");
});

test("it can be started again after a stop", async () => {
  const adapter = await openOwn();
  const { standIn, ada, platform } = adapter;
  await platform.stop();
  await platform.start();
  await standIn.say(ada.id, "dm", "hello");
  expect(await nextEvent(adapter)).toMatchObject({ text: "hello", actor: { operator: true } });
});
