import { describe, expect, test } from "vitest";

import { openServerDatabase } from "../../src/database/index.ts";
import { describeOnEachDatabase, describeOnServer } from "../../src/database/testing/index.ts";
import { MINUTE_MS, silentLogger } from "../../src/kernel/index.ts";
import { migrateAll } from "../../src/main/prepare-database.ts";
import { createDirectChats, forgetDirectChat, readOpenings } from "../../src/outbound/index.ts";
import { personId } from "../../src/vocabulary/index.ts";
import { openProductDatabase, query } from "../product-database.ts";

const LIMITS = { openings: 3, perMs: 10 * MINUTE_MS };
const ADA = personId("ada");

describeOnEachDatabase("direct chats", (open) => {
  const age = query(
    [],
    `update direct_chat_budget set openings = array(select m - $1 * interval '1 minute' from unnest(openings) m)`,
  );

  test("are known once they are open, until they are gone", async () => {
    const database = await openProductDatabase(open);
    const chats = createDirectChats(database, LIMITS);
    expect(await chats.find(ADA)).toBeNull();
    await chats.remember(ADA, "100");
    await chats.remember(ADA, "200");
    expect(await createDirectChats(database, LIMITS).find(ADA)).toBe("200");
    await forgetDirectChat(database, "100");
    expect(await chats.find(ADA)).toBe("200");
    await forgetDirectChat(database, "200");
    expect(await chats.find(ADA)).toBeNull();
  });

  describe("the budget for opening them", () => {
    test("is used up, and comes back with time, one by one", async () => {
      const database = await openProductDatabase(open);
      const chats = createDirectChats(database, LIMITS);
      await chats.takeOpening();
      await database.run(age, [4]);
      expect(await chats.takeOpening()).toEqual({ granted: true });
      expect(await chats.takeOpening()).toEqual({ granted: true });

      const refused = await chats.takeOpening();

      expect(refused).toMatchObject({ granted: false });
      const waitMs = refused.granted ? 0 : refused.retryAfterMs;
      expect(waitMs).toBeGreaterThan(5 * MINUTE_MS);
      expect(waitMs).toBeLessThanOrEqual(6 * MINUTE_MS);
      await database.run(age, [6]);
      expect(await chats.takeOpening()).toEqual({ granted: true });
      expect(await chats.takeOpening()).toMatchObject({ granted: false });
      expect(await readOpenings(database, LIMITS)).toEqual({ taken: 3, held: null });
    });

    test("of nothing opens nothing", async () => {
      const chats = createDirectChats(await openProductDatabase(open), { ...LIMITS, openings: 0 });
      expect(await chats.takeOpening()).toMatchObject({ granted: false });
    });

    test("is held when the platform says so, the longest hold counts, and its reason is known", async () => {
      const database = await openProductDatabase(open);
      const chats = createDirectChats(database, LIMITS);
      await chats.holdOpenings(60 * MINUTE_MS, "40003");
      await chats.holdOpenings(1 * MINUTE_MS, "another");

      const refused = await chats.takeOpening();

      expect(refused.granted ? 0 : refused.retryAfterMs).toBeGreaterThan(59 * MINUTE_MS);
      expect(await readOpenings(database, LIMITS)).toMatchObject({ taken: 0, held: { reason: "40003" } });
      await database.run(query([], "update direct_chat_budget set held_until = clock_timestamp()"));
      expect(await chats.takeOpening()).toEqual({ granted: true });
      expect((await readOpenings(database, LIMITS)).held).toBeNull();
    });

    test("is not overdrawn by those who take at the same time", async () => {
      const chats = createDirectChats(await openProductDatabase(open), LIMITS);
      const answers = await Promise.all(Array.from({ length: 20 }, () => chats.takeOpening()));
      expect(answers.filter(({ granted }) => granted)).toHaveLength(3);
    });
  });
});

describeOnServer("the budget for opening direct chats", (create) => {
  test("is shared by all processes, however they take at the same time", async () => {
    const url = await create();
    const databases = [
      await openServerDatabase({ url, logger: silentLogger }),
      await openServerDatabase({ url, logger: silentLogger }),
    ] as const;
    try {
      await migrateAll(databases[0], silentLogger);
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          createDirectChats(databases[index % 2 === 0 ? 0 : 1], LIMITS).takeOpening(),
        ),
      );
      expect(answers.filter(({ granted }) => granted)).toHaveLength(3);
    } finally {
      await Promise.all(databases.map((database) => database.close()));
    }
  });
});
