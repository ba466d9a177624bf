import { expect, test } from "vitest";

import type { OutletMessage, SendResult } from "../../../src/delivery/index.ts";
import { DiscordRequestError } from "../../../src/delivery/platforms/discord/discord-request-error.ts";
import { personId } from "../../../src/vocabulary/index.ts";
import { connectDiscordClient } from "../discord-client.ts";
import { openScene, type Scene } from "../stand-in-fixture.ts";
import { type Adapter, connectHost } from "./adapter-fixture.ts";

const NONCE = "0123456789abcdefghjkmn";
/** When the client gives up, in place of 15 seconds; and how long Discord hangs, in place of 60. */
const TIMEOUT_MS = 150;
const HANG_MS = 600;

async function openImpatient(): Promise<Scene & Adapter & { send(): Promise<SendResult> }> {
  const scene = await openScene();
  const client = await connectDiscordClient(scene.standIn, { rest: { timeout: TIMEOUT_MS, retries: 0 } });
  const adapter = connectHost(client);
  await adapter.platform.start();
  adapter.chats.channels.set(scene.ada.id, scene.standIn.openDirectChat(scene.ada.id).channelId);
  const message: OutletMessage = {
    nonce: NONCE,
    person: personId(scene.ada.id),
    place: adapter.platform.inbox.directPlace(personId(scene.ada.id)),
    text: "How did it go?",
    buttons: [{ id: "why", label: "Why this?" }],
  };
  const send = (): Promise<SendResult> => adapter.platform.outlet.send(message, new AbortController().signal);
  return Object.assign(adapter, scene, { send });
}

test("Discord takes a message long after everybody gave up: another try before that, or after, makes no second one", async () => {
  for (const again of ["before", "after"]) {
    const { standIn, send } = await openImpatient();
    const held = standIn.fail("create-message", { type: "hang", forMs: HANG_MS });
    await expect(send()).rejects.toThrow(DiscordRequestError);
    if (again === "after") {
      await standIn.waitFor(() => standIn.posted.length === 1, "it is taken late");
    }
    const result = await send();
    const [first] = standIn.posted;
    expect(result).toEqual({ type: "accepted", platformMessageId: first?.id });
    await standIn.waitFor(() => standIn.requests.all.every(({ status }) => status !== null), "all are answered");
    expect(held.hits).toBe(1);
    expect(standIn.posted).toHaveLength(1);
  }
});

test("a message that was taken before Discord hung is found, where the nonce is forgotten", async () => {
  const { standIn, platform, ada, send } = await openImpatient();
  standIn.fail("create-message", { type: "hang", forMs: HANG_MS, delivered: "at once" });
  await expect(send()).rejects.toThrow(DiscordRequestError);
  standIn.forgetNonces();
  const found = await platform.outlet.find(platform.inbox.directPlace(personId(ada.id)), NONCE);
  expect(found).toEqual({ type: "found", platformMessageId: standIn.posted[0]?.id });
});

test("while requests to one person hang, others get theirs", async () => {
  const { standIn, platform, ada, ben, chats, send } = await openImpatient();
  const channelId = standIn.openDirectChat(ben.id).channelId;
  chats.channels.set(ben.id, channelId);
  standIn.fail({ route: "create-message", personId: ada.id }, { type: "hang" });
  const hanging = send().catch((thrown: unknown) => thrown);
  const person = personId(ben.id);
  const place = platform.inbox.directPlace(person);
  const other = { nonce: `1${NONCE.slice(1)}`, person, place, text: "And yours?", buttons: [] };
  const result = await platform.outlet.send(other, new AbortController().signal);
  expect(result.type).toBe("accepted");
  expect(await hanging).toBeInstanceOf(DiscordRequestError);
});
