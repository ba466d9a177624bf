import { describe, expect, test } from "vitest";

import type { Database } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS } from "../../src/kernel/index.ts";
import { listPermittedPeople, type Permission, readPermission } from "../../src/privacy/index.ts";
import { query, values } from "../product-database.ts";
import { CHANNEL, decide, decision, DM, somebody, THEN, useProductDatabase } from "./privacy-fixture.ts";

describeOnEachDatabase("consent", (open) => {
  const database = useProductDatabase(open);

  async function permissionAfter(person: string, work: (db: Database) => Promise<unknown>): Promise<Permission> {
    await work(database());
    return readPermission(database(), somebody(person));
  }

  const decided = (...records: readonly ReturnType<typeof decision>[]): Promise<void> =>
    database().transaction((transaction) => decide(transaction, ...records));

  const run = (text: string, parameters: readonly (string | boolean)[] = []): Promise<unknown> =>
    database().run(query([], text), parameters);

  describe("the ledger", () => {
    test("keeps every decision, with its words, its place and its moment", async () => {
      await decided(
        decision("ada", { mechanism: "button", textVersion: "follow-ups/en/1" }),
        decision("ada", {
          decision: "refused",
          mechanism: "stop_button",
          place: CHANNEL,
          decidedAt: addMs(THEN, DAY_MS),
        }),
      );
      const rows = await values(
        database(),
        `select jsonb_build_array(decision, mechanism, text_version, language, place, extract(epoch from decided_at)::bigint) as value
         from consents where person_id = 'ada' order by sequence`,
      );
      const seconds = THEN.getTime() / 1000;
      expect(rows).toEqual([
        ["granted", "button", "follow-ups/en/1", "en", DM, seconds],
        ["refused", "stop_button", "follow-ups/en/1", "en", CHANNEL, seconds + 86_400],
      ]);
    });

    test("can be added to, never changed", async () => {
      await decided(decision("bo", { decision: "refused" }));
      await expect(run("update consents set decision = 'granted' where person_id = 'bo'")).rejects.toMatchObject({
        code: "STATEMENT_FAILED",
      });
      await expect(run("update consents set decided_at = decided_at where person_id = 'bo'")).rejects.toMatchObject({
        code: "STATEMENT_FAILED",
      });
      expect(await readPermission(database(), somebody("bo"))).toMatchObject({ state: "refused" });
    });

    test("goes with the person", async () => {
      await decided(decision("cy"));
      await run("delete from consents where person_id = 'cy'");
      await run("delete from person_settings where person_id = 'cy'");
      await run("delete from user_profiles where user_id = 'cy'");
      expect(await readPermission(database(), somebody("cy"))).toEqual({ state: "not_asked" });
    });

    test("takes no decision that is none", async () => {
      const nonsense = decision("di", { decision: "perhaps" as "granted" });
      await expect(decided(nonsense)).rejects.toMatchObject({ code: "STATEMENT_FAILED" });
      expect(await readPermission(database(), somebody("di"))).toEqual({ state: "not_asked" });
    });
  });

  describe("permission", () => {
    test("silence is no", async () => {
      expect(await readPermission(database(), somebody("nobody"))).toEqual({ state: "not_asked" });
    });

    test("is what they decided last, in the place of that decision", async () => {
      const granted = { state: "granted", place: DM, since: THEN, mechanism: "button" };
      expect(await permissionAfter("eva", () => decided(decision("eva")))).toEqual(granted);
      const later = addMs(THEN, DAY_MS);
      const topics = decision("eva", {
        decision: "topics_only",
        place: CHANNEL,
        mechanism: "command",
        decidedAt: later,
      });
      expect(await permissionAfter("eva", () => decided(topics))).toEqual({
        state: "topics_only",
        place: CHANNEL,
        since: later,
        mechanism: "command",
      });
      const no = decision("eva", { decision: "refused", mechanism: "stop_button", decidedAt: addMs(later, DAY_MS) });
      expect(await permissionAfter("eva", () => decided(no))).toEqual({
        state: "refused",
        since: addMs(later, DAY_MS),
      });
      expect(await permissionAfter("eva", () => decided(decision("eva")))).toEqual(granted);
    });

    test("is what was decided last also where two came at the same moment", async () => {
      expect(
        await permissionAfter("flo", () => decided(decision("flo"), decision("flo", { decision: "refused" }))),
      ).toMatchObject({
        state: "refused",
      });
    });

    test("is each person's own", async () => {
      await decided(decision("gil"), decision("hal", { decision: "refused" }));
      expect(await readPermission(database(), somebody("gil"))).toMatchObject({ state: "granted" });
      expect(await readPermission(database(), somebody("hal"))).toMatchObject({ state: "refused" });
      expect(await readPermission(database(), somebody("GIL"))).toEqual({ state: "not_asked" });
    });
  });

  describe("user_profiles", () => {
    test("a false that somebody else wrote is a withdrawal", async () => {
      await decided(decision("ida"));
      const switchedOff = (): Promise<unknown> =>
        run("update user_profiles set follow_ups_enabled = false where user_id = 'ida'");
      expect(await permissionAfter("ida", switchedOff)).toEqual({ state: "refused", since: null });
    });

    test("a false is one also where nobody was asked yet", async () => {
      const written = (): Promise<unknown> =>
        run("insert into user_profiles (user_id, follow_ups_enabled) values ('jo', false)");
      expect(await permissionAfter("jo", written)).toEqual({ state: "refused", since: null });
    });

    test.each([["true"], ["null"]])("%s alone permits nothing", async (value) => {
      const person = `kim-${value}`;
      const written = (): Promise<unknown> =>
        run(`insert into user_profiles (user_id, follow_ups_enabled) values ($1, ${value})`, [person]);
      expect(await permissionAfter(person, written)).toEqual({ state: "not_asked" });
    });

    test("a null withdraws nothing", async () => {
      await decided(decision("leo"));
      const emptied = (): Promise<unknown> =>
        run("update user_profiles set follow_ups_enabled = null where user_id = 'leo'");
      expect(await permissionAfter("leo", emptied)).toMatchObject({ state: "granted" });
    });

    test("follows what they decided", async () => {
      const flag = (): Promise<readonly boolean[]> =>
        values(database(), "select follow_ups_enabled as value from user_profiles where user_id = 'mia'");
      await decided(decision("mia"));
      expect(await flag()).toEqual([true]);
      await decided(decision("mia", { decision: "refused" }));
      expect(await flag()).toEqual([false]);
      await decided(decision("mia", { decision: "topics_only" }));
      expect(await flag()).toEqual([true]);
    });

    test("our own table says no as well", async () => {
      await decided(decision("noa"));
      const cleared = (): Promise<unknown> =>
        run("update person_settings set follow_ups_enabled = false where person_id = 'noa'");
      expect(await permissionAfter("noa", cleared)).toEqual({ state: "refused", since: null });
    });
  });

  test("the sweep is given everybody whose last word was a yes, page by page", async () => {
    await decided(
      decision("z1"),
      decision("z2", { decision: "topics_only" }),
      decision("z3"),
      decision("z3", { decision: "refused" }),
      decision("z4"),
    );
    expect(await listPermittedPeople(database(), { after: "z", limit: 2 })).toEqual(["z1", "z2"]);
    expect(await listPermittedPeople(database(), { after: "z2", limit: 2 })).toEqual(["z4"]);
    expect(await listPermittedPeople(database(), { after: "z4", limit: 2 })).toEqual([]);
  });
});
