import { expect, test } from "vitest";

import { DiscordOptionInvalidError } from "../../../src/delivery/platforms/discord/refusals.ts";
import type { DiscordStandIn, Person, Server } from "../stand-in/index.ts";
import { openScene } from "../stand-in-fixture.ts";
import { type Adapter, commandsAreThere, connectAdapter, openOwn, openReply, ownPlatform } from "./adapter-fixture.ts";

const SHARDS = 4;
/** The shard is told by what stands in an id before its last 22 bits. */
const serverIdOn = (shard: number): string => String((BigInt(SHARDS * 1_000_000 + shard) << 22n) + 7n);

interface ShardedScene {
  readonly standIn: DiscordStandIn;
  readonly ada: Person;
  /** By their shard. */
  readonly servers: readonly Server[];
  /** Of shards 0 and 1, and of shards 2 and 3. */
  readonly halves: readonly [Adapter, Adapter];
}

async function openHalves(): Promise<ShardedScene> {
  const { standIn, ada, server } = await openScene({ maxConcurrency: 16 });
  standIn.removeBotFromServer(server.id);
  const servers = Array.from({ length: SHARDS }, (_, shard) =>
    standIn.addServer({ id: serverIdOn(shard), name: `Server ${shard}`, channels: [{ name: "general" }] }),
  );
  servers.forEach(({ id }) => {
    standIn.joinServer(ada.id, id);
  });
  const half = (first: number): Adapter =>
    connectAdapter(ownPlatform(standIn, { shards: { first, last: first + 1, of: SHARDS } }));
  const halves = [half(0), half(2)] as const;
  await Promise.all(halves.map(({ platform }) => platform.start()));
  await standIn.waitFor(
    () => halves.every(({ platform }) => platform.status().startsWith("connected")),
    "both are connected",
  );
  await commandsAreThere(standIn);
  return { standIn, ada, servers, halves };
}

const serversOf = ({ events }: Adapter): readonly (string | null)[] => events.map(({ place }) => place.serverId).sort();

test("a bot has as many shards as Discord advises, all in one process", async () => {
  const adapter = await openOwn({ standIn: { advisedShards: 3, maxConcurrency: 16 } });
  const { standIn, platform, ada, general } = adapter;
  await standIn.waitFor(() => platform.status().startsWith("connected"), "it is connected");
  expect(standIn.gateway.shards).toEqual(["0/3", "1/3", "2/3"]);
  await standIn.say(ada.id, general, "hello", { mentions: ["bot"] });
  await standIn.say(ada.id, "dm", "hello");
  await standIn.waitFor(() => adapter.events.length === 2, "both are heard");
  expect(platform.status()).toContain("1 server");
  expect(platform.status()).not.toContain("shard");
});

test("of two processes each hears its half of the servers, one of them the direct chats, and each thing is answered once", async () => {
  const { standIn, ada, servers, halves } = await openHalves();
  expect(standIn.gateway.shards).toEqual(["0/4", "1/4", "2/4", "3/4"]);
  for (const { platform } of halves) {
    platform.inbox.subscribe((event) => platform.inbox.reply(event, openReply("Yes?")));
  }
  for (const server of servers) {
    await standIn.say(ada.id, server.channel("general"), "hello", { mentions: ["bot"] });
  }
  await standIn.say(ada.id, "dm", "hello");
  await standIn.waitFor(() => standIn.posted.length >= servers.length + 1, "the answers");
  const call = await standIn.command(ada.id, "dm", "bot_status");
  await call.waitForAnswer();
  await Promise.all(halves.map(({ platform }) => platform.inbox.idle()));
  expect(standIn.posted.filter(({ interaction }) => interaction === null)).toHaveLength(servers.length + 1);
  expect(call.followUps.length).toBeLessThanOrEqual(1);
});

test("what comes from a server comes to the process that has its shard", async () => {
  const { standIn, ada, servers, halves } = await openHalves();
  for (const server of servers) {
    await standIn.say(ada.id, server.channel("general"), "hello", { mentions: ["bot"] });
  }
  await standIn.say(ada.id, "dm", "hello");
  await standIn.waitFor(() => halves.flatMap(serversOf).length === servers.length + 1, "all is heard");
  const [first, second] = halves;
  expect(serversOf(first)).toEqual([serverIdOn(0), serverIdOn(1), null].sort());
  expect(serversOf(second)).toEqual([serverIdOn(2), serverIdOn(3)].sort());
  expect(first.platform.status()).toContain("2 servers on shards 0, 1 of 4");

  standIn.removeBotFromServer(serverIdOn(3));
  await standIn.waitFor(() => second.news.length === 1, "the server is left");
  expect(second.news).toEqual([{ type: "server-left", serverId: serverIdOn(3) }]);
  expect(first.news).toEqual([]);
});

test("shards that cannot be are refused before anything is opened", () => {
  const standIn = { token: "x", apiUrl: "http://127.0.0.1:1/api" } as DiscordStandIn;
  for (const shards of [
    0,
    1.5,
    { first: 2, last: 1, of: 4 },
    { first: 0, last: 4, of: 4 },
    { first: -1, last: 0, of: 1 },
  ]) {
    expect(() => ownPlatform(standIn, { shards })).toThrow(DiscordOptionInvalidError);
  }
});
