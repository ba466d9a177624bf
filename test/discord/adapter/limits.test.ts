import { expect, test } from "vitest";

import type { SendResult } from "../../../src/delivery/index.ts";
import { personId } from "../../../src/vocabulary/index.ts";
import { openOwn, openReply } from "./adapter-fixture.ts";

const PEOPLE = 120;
const signal = new AbortController().signal;

test("while many messages wait for their turn, a command is answered; and all of them arrive", async () => {
  const adapter = await openOwn({ standIn: { limits: {} } });
  const { standIn, server, general, ben, platform, chats } = adapter;
  const people = Array.from({ length: PEOPLE }, (_, index) =>
    standIn.addPerson({ name: `person${index}`, servers: [{ serverId: server.id }] }),
  );
  for (const { id } of people) {
    chats.channels.set(id, standIn.openDirectChat(id).channelId);
  }
  adapter.handle = (event) => platform.inbox.reply(event, openReply("Done."));
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
  const call = await standIn.command(ben.id, general, "job_status", { id: "j1" });
  await call.waitForAnswer();
  expect(standIn.posted.length).toBeLessThan(PEOPLE);
  const results = await Promise.all(sending);
  expect(results.filter(({ type }) => type !== "accepted")).toEqual([]);
  expect(standIn.openedDirectChats).toBe(0);
});

test("messages into one channel wait for their turn", async () => {
  const adapter = await openOwn({ standIn: { limits: { perChannel: { messages: 5, windowMs: 300 } } } });
  const { standIn, server, general, ada, platform } = adapter;
  const send = (index: number): Promise<SendResult> =>
    platform.outlet.send(
      {
        nonce: String(index).padStart(22, "0"),
        person: personId(ada.id),
        place: { platform: "discord", kind: "public_channel", channelId: general.channelId, serverId: server.id },
        text: `Hello ${index}`,
        buttons: [],
      },
      signal,
    );
  // With the first answer the library learns that there is a limit.
  const results = [await send(0), ...(await Promise.all(Array.from({ length: 10 }, (_, index) => send(index + 1))))];
  expect(results.every(({ type }) => type === "accepted")).toBe(true);
  expect(standIn.requests.breaches).toBe(0);
  expect(standIn.messages(general)).toHaveLength(11);
});
