import { expect, test } from "vitest";

import { personId } from "../../../src/vocabulary/index.ts";
import { openOwn } from "./adapter-fixture.ts";

const PEOPLE = 90;
const signal = new AbortController().signal;

test("many messages at once keep to Discord's limits", async () => {
  const adapter = await openOwn({ standIn: { limits: {} } });
  const { standIn, server, platform, chats } = adapter;
  const people = Array.from({ length: PEOPLE }, (_, index) =>
    standIn.addPerson({ name: `person${index}`, servers: [{ serverId: server.id }] }),
  );
  for (const { id } of people) {
    chats.channels.set(id, standIn.openDirectChat(id).channelId);
  }
  const sending = people.map(async ({ id }, index) =>
    platform.outlet.send(
      {
        nonce: String(index).padStart(22, "0"),
        person: personId(id),
        place: { platform: "discord", kind: "dm", channelId: `user:${id}`, serverId: null },
        text: "Hello",
        buttons: [],
      },
      signal,
    ),
  );
  const results = await Promise.all(sending);
  expect(results.filter(({ type }) => type !== "accepted")).toEqual([]);
  expect(standIn.openedDirectChats).toBe(0);
  expect(standIn.requests.breaches).toBe(0);
});

test("messages into one channel wait for their turn", async () => {
  const adapter = await openOwn({ standIn: { limits: { perChannel: { messages: 5, windowMs: 300 } } } });
  const { standIn, server, general, ada, platform } = adapter;
  const sending = Array.from({ length: 11 }, async (_, index) =>
    platform.outlet.send(
      {
        nonce: String(index).padStart(22, "0"),
        person: personId(ada.id),
        place: { platform: "discord", kind: "public_channel", channelId: general.channelId, serverId: server.id },
        text: `Hello ${index}`,
        buttons: [],
      },
      signal,
    ),
  );
  const results = await Promise.all(sending);
  expect(results.every(({ type }) => type === "accepted")).toBe(true);
  expect(standIn.requests.breaches).toBe(0);
  expect(standIn.messages(general)).toHaveLength(11);
});
