import { expect, test } from "vitest";

import { channelPlace, directPlace } from "../../../src/delivery/platforms/discord/places.ts";
import { personId } from "../../../src/vocabulary/index.ts";
import type { Scene } from "../stand-in-fixture.ts";
import { type Adapter, openOwn } from "./adapter-fixture.ts";

/** Connected, with what it heard noted, a direct chat with Ada, and a channel in which people talked. */
async function openTalkative(): Promise<Scene & Adapter> {
  const scene = await openOwn();
  const { standIn, heard, server, general, ada, chats } = scene;
  const { channelId } = standIn.openDirectChat(ada.id);
  chats.channels.set(personId(ada.id), channelId);
  const place = channelPlace({ channelId: general.channelId, serverId: server.id, everyoneReads: true });
  heard.places = [{ directChatWith: personId(ada.id) }, { place }];
  await standIn.waitFor(() => heard.notes.size > 0, "it listens");
  return scene;
}

const texts = ({ events }: Adapter): readonly string[] =>
  events.flatMap((event) => (event.type === "message" && event.missed === true ? [event.text] : []));

test("what was said between two sessions is read up, once and in order, and nothing else", async () => {
  const scene = await openTalkative();
  const { standIn, general, ada, ben, server } = scene;
  await standIn.say(ada.id, "dm", "heard");
  await standIn.waitFor(() => scene.events.length === 1, "what is heard");

  standIn.setGatewayDown(true);
  standIn.invalidateSession(false);
  standIn.dropGateway();
  const bot = standIn.addPerson({ name: "other", isBot: true, servers: [{ serverId: server.id }] });
  await standIn.say(ada.id, "dm", "missed");
  await standIn.say(ben.id, general, "missed too", { mentions: ["bot"] });
  await standIn.say(ben.id, general, "to others");
  await standIn.say(bot.id, general, "beep", { mentions: ["bot"] });
  await standIn.say(ada.id, "dm", "and more");
  standIn.setGatewayDown(false);

  await standIn.waitFor(() => texts(scene).length >= 3, "what was missed");
  await standIn.say(ada.id, "dm", "back to normal");
  await standIn.waitFor(() => scene.events.length >= 5, "what is heard again");
  expect(texts(scene)).toEqual(["missed", "and more", "missed too"]);
  expect(scene.events.find(({ actor }) => actor.id === ben.id)?.place).toEqual(
    channelPlace({ channelId: general.channelId, serverId: server.id, everyoneReads: true }),
  );
  await scene.platform.inbox.reply(scene.events[1] ?? expect.fail("no event"), { text: "late", onlyForActor: false });
  expect(standIn.messages({ dmWith: ada.id }).at(-1)?.content).toBe("late");
});

test("what was said while it was stopped is read up; not in a place whose history it may not read, and not at its first start", async () => {
  const scene = await openTalkative();
  const { standIn, general, ada, ben, platform } = scene;
  expect(standIn.requests.count("list-messages")).toBe(0);
  await platform.stop();
  await standIn.say(ada.id, "dm", "are you there?");
  await standIn.say(ben.id, general, "hello?", { mentions: ["bot"] });
  standIn.setChannel(general.channelId, { botMayReadHistory: false });
  await platform.start();
  await standIn.waitFor(() => texts(scene).length > 0, "what was missed");
  expect(texts(scene)).toEqual(["are you there?"]);
  expect(standIn.requests.count("list-messages")).toBe(1);
});

test("more than two pages cost two requests: the first and the last are read", async () => {
  const scene = await openTalkative();
  const { standIn, ada, platform } = scene;
  await platform.stop();
  for (let index = 0; index < 250; index += 1) {
    await standIn.say(ada.id, "dm", `${index}`);
  }
  await platform.start();
  await standIn.waitFor(() => texts(scene).length >= 200, "what was missed");
  expect(
    texts(scene)
      .toSorted((one, other) => Number(one) - Number(other))
      .at(-1),
  ).toBe("249");
  await standIn.waitFor(
    () => standIn.requests.count("list-messages") === 3,
    "the channel of the server is read as well",
  );
});

test("while it reads up nothing leaves of its own accord", async () => {
  const scene = await openTalkative();
  const { standIn, ada, platform } = scene;
  const message = {
    nonce: "n1",
    person: personId(ada.id),
    place: directPlace(personId(ada.id)),
    text: "hi",
    buttons: [],
  };
  const send = () => platform.outlet.send(message, new AbortController().signal);
  await platform.stop();
  const slow = standIn.fail("list-messages", { type: "hang", forMs: 400 });
  await platform.start();
  await standIn.waitFor(() => slow.hits > 0, "it reads");
  expect(await send()).toMatchObject({ type: "later" });
  await standIn.waitFor(async () => (await send()).type === "accepted", "it has read");
});

test("a server that it left while it was stopped is told; none that is hidden by an error, or still there", async () => {
  const scene = await openTalkative();
  const { standIn, server, platform, heard, news } = scene;
  const gone = standIn.addServer({ name: "Gone", channels: [{ name: "general" }] });
  const broken = standIn.addServer({ name: "Broken", channels: [{ name: "general" }] });
  heard.kept = [server.id, broken.id, gone.id];
  await platform.stop();
  standIn.removeBotFromServer(gone.id);
  standIn.removeBotFromServer(broken.id);
  standIn.fail(({ route, path }) => route === "get-server" && path.includes(broken.id), { type: "error", status: 500 });
  await platform.start();
  await standIn.waitFor(() => news.length > 0, "the news");
  await platform.stop();
  expect(news).toEqual([{ type: "server-left", serverId: gone.id }]);
});
