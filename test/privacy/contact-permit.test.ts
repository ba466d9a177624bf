import { describe, expect, test } from "vitest";

import type { Transaction } from "../../src/database/index.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { freeze, type PermitAnswer, requestContactPermit } from "../../src/privacy/index.ts";
import { query } from "../product-database.ts";
import { CHANNEL, decide, decision, DM, somebody, THEN, useProductDatabase } from "./privacy-fixture.ts";

describeOnEachDatabase("the permit to write to somebody", (open) => {
  const database = useProductDatabase(open);

  /** Asks for it in the direct chat, after whatever was done before in the same transaction. */
  function asked(
    person: string,
    before: (transaction: Transaction) => Promise<unknown>,
    place = DM,
  ): Promise<PermitAnswer> {
    return database().transaction(async (transaction) => {
      await before(transaction);
      return requestContactPermit(transaction, somebody(person), { place, citesTheirs: true, consentMode: "ask" });
    });
  }

  test("is given in the place of a yes", async () => {
    expect(await asked("ada", (transaction) => decide(transaction, decision("ada")))).toEqual({
      granted: true,
      permit: { personId: "ada", place: DM },
    });
  });

  test("covers, after 'only about what I told you', what cites something of theirs and nothing else", async () => {
    await database().transaction(async (transaction) => {
      await decide(transaction, decision("bo", { decision: "topics_only" }));
      const request = (citesTheirs: boolean): Promise<PermitAnswer> =>
        requestContactPermit(transaction, somebody("bo"), { place: DM, citesTheirs, consentMode: "ask" });
      expect(await request(true)).toMatchObject({ granted: true });
      expect(await request(false)).toEqual({ granted: false, reason: "no_permission" });
    });
  });

  describe("is refused", () => {
    test("in any other place", async () => {
      const yes = (transaction: Transaction): Promise<void> => decide(transaction, decision("cy"));
      expect(await asked("cy", yes, CHANNEL)).toEqual({ granted: false, reason: "no_permission" });
      expect(await asked("cy", yes, { ...DM, channelId: "101" })).toEqual({ granted: false, reason: "no_permission" });
      expect(await asked("cy", yes, { ...DM, platform: "sandbox" })).toEqual({
        granted: false,
        reason: "no_permission",
      });
    });

    test("in the place of an older yes", async () => {
      const moved = (transaction: Transaction): Promise<void> =>
        decide(transaction, decision("di"), decision("di", { place: CHANNEL }));
      expect(await asked("di", moved)).toEqual({ granted: false, reason: "no_permission" });
      expect(await asked("di", moved, CHANNEL)).toMatchObject({ granted: true });
    });

    test("where nobody asked, and where they said no", async () => {
      expect(await asked("eva", () => Promise.resolve())).toEqual({ granted: false, reason: "no_permission" });
      const no = decision("flo", { decision: "refused" });
      expect(await asked("flo", (transaction) => decide(transaction, decision("flo"), no))).toEqual({
        granted: false,
        reason: "withdrawn",
      });
    });

    test("where user_profiles says no", async () => {
      const switchedOff = async (transaction: Transaction): Promise<void> => {
        await decide(transaction, decision("gil"));
        await transaction.run(query([], "update user_profiles set follow_ups_enabled = false where user_id = 'gil'"));
      };
      expect(await asked("gil", switchedOff)).toEqual({ granted: false, reason: "withdrawn" });
    });

    test("to somebody in danger, whatever they agreed to, before or afterwards", async () => {
      const frozen = async (transaction: Transaction): Promise<void> => {
        await decide(transaction, decision("hal"));
        await freeze(transaction, somebody("hal"), THEN);
        await decide(transaction, decision("hal"));
      };
      expect(await asked("hal", frozen)).toEqual({ granted: false, reason: "frozen" });
    });

    test("as soon as the no is written, in the same transaction", async () => {
      await database().transaction(async (transaction) => {
        await decide(transaction, decision("ida"));
        expect(
          await requestContactPermit(transaction, somebody("ida"), {
            place: DM,
            citesTheirs: true,
            consentMode: "ask",
          }),
        ).toMatchObject({ granted: true });
        await decide(transaction, decision("ida", { decision: "refused" }));
        expect(
          await requestContactPermit(transaction, somebody("ida"), {
            place: DM,
            citesTheirs: true,
            consentMode: "ask",
          }),
        ).toEqual({
          granted: false,
          reason: "withdrawn",
        });
      });
    });
  });

  describe("is not given where a read fails", () => {
    test.each([["consents"], ["person_settings"], ["user_profiles"]])("of %s", async (table) => {
      await database().transaction((transaction) => decide(transaction, decision("jo")));
      const permits: PermitAnswer[] = [];
      const attempt = database().transaction(async (transaction) => {
        await transaction.script(`drop table ${table}`);
        permits.push(
          await requestContactPermit(transaction, somebody("jo"), { place: DM, citesTheirs: true, consentMode: "ask" }),
        );
      });
      await expect(attempt).rejects.toMatchObject({ code: "STATEMENT_FAILED" });
      expect(permits).toEqual([]);
      expect(await asked("jo", () => Promise.resolve())).toMatchObject({ granted: true }); // the table is there again
    });
  });
});
