import { expect, onTestFinished, test } from "vitest";

import { openServerDatabase } from "../../../src/database/index.ts";
import { describeOnServer } from "../../../src/database/testing/index.ts";
import type { OutletMessage, RequestSlots } from "../../../src/delivery/index.ts";
import { silentLogger } from "../../../src/kernel/index.ts";
import { migrateAll } from "../../../src/main/prepare-database.ts";
import { createRequestSlots } from "../../../src/outbound/index.ts";
import { personId } from "../../../src/vocabulary/index.ts";
import { openScene } from "../stand-in-fixture.ts";
import { connectAdapter, ownPlatform } from "./adapter-fixture.ts";

const EACH = 60;

describeOnServer("two processes in a flood", (create) => {
  test("book what they ask for in blocks, and all of it arrives", async () => {
    const { standIn } = await openScene();
    const url = await create();
    let bookings = 0;
    const slotsOfAProcess = async (): Promise<RequestSlots> => {
      const database = await openServerDatabase({ url, logger: silentLogger });
      onTestFinished(() => database.close());
      await migrateAll(database, silentLogger);
      const slots = createRequestSlots(database);
      return {
        book: (order) => {
          bookings += 1;
          return slots.book(order);
        },
      };
    };
    const adapters = [await slotsOfAProcess(), await slotsOfAProcess()].map((requestSlots) =>
      connectAdapter(ownPlatform(standIn), { requestSlots }),
    );
    for (const { platform } of adapters) {
      await platform.start();
    }
    await standIn.waitFor(() => standIn.registeredCommands().length > 0, "the commands");
    bookings = 0;
    const before = standIn.requests.count("create-message");
    const results = await Promise.all(
      adapters.flatMap(({ platform, chats }, process) =>
        Array.from({ length: EACH }, (_, index) => {
          const { id } = standIn.addPerson({ name: `person${process}x${index}` });
          chats.channels.set(id, standIn.openDirectChat(id).channelId);
          const message: OutletMessage = {
            nonce: `${process}${String(index).padStart(21, "0")}`,
            person: personId(id),
            place: platform.inbox.directPlace(personId(id)),
            text: "Hello",
            buttons: [],
          };
          return platform.outlet.send(message, new AbortController().signal);
        }),
      ),
    );
    expect(results.filter(({ type }) => type !== "accepted")).toEqual([]);
    expect(standIn.requests.count("create-message") - before).toBe(2 * EACH);
    expect(bookings).toBeGreaterThan(0);
    expect(bookings).toBeLessThan((2 * EACH) / 3);
  });
});
