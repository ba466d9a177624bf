import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS } from "../../src/kernel/index.ts";
import { freeze, noteFollowUpSent, readPermission, readPersonSettings, setTimeZone } from "../../src/privacy/index.ts";
import { query, values } from "../product-database.ts";
import { decide, decision, somebody, THEN, useProductDatabase } from "./privacy-fixture.ts";

const HOSTS_TABLE = `
  create table user_profiles (user_id bigint primary key, nickname text not null, follow_ups_enabled boolean);
  insert into user_profiles (user_id, nickname) values (1001, 'Ada'), (1002, 'Bo'), (1003, 'Cy'), (1004, 'Di');
  update user_profiles set follow_ups_enabled = false where user_id = 1003;`;

/** The table is as it was for the next test. */
class RolledBack extends Error {}

describeOnEachDatabase("a user_profiles that is the host's", (open) => {
  const database = useProductDatabase(open, HOSTS_TABLE);

  const profile = (user: number): Promise<readonly unknown[]> =>
    values(database(), "select to_jsonb(p) as value from user_profiles p where user_id = $1", [user]);

  test("keeps its columns, its types and its rows, and gets what was missing", async () => {
    expect(await profile(1001)).toEqual([
      {
        user_id: 1001,
        nickname: "Ada",
        follow_ups_enabled: null,
        last_follow_up_sent: null,
        follow_up_frequency_hours: 48,
      },
    ]);
    expect(await values(database(), "select owns_user_profiles as value from rekindle_instance")).toEqual([false]);
  });

  test("is updated with what a person decides, where it has them", async () => {
    await database().transaction((transaction) => decide(transaction, decision("1001")));
    expect(await profile(1001)).toMatchObject([{ follow_ups_enabled: true, nickname: "Ada" }]);
    expect(await readPermission(database(), somebody("1001"))).toMatchObject({ state: "granted" });
  });

  test("is never inserted into: who it has not is written to all the same, once they said yes", async () => {
    await database().transaction((transaction) => decide(transaction, decision("9999"), decision("a name")));
    expect(await values(database(), "select count(*) as value from user_profiles")).toEqual([4]);
    expect(await readPermission(database(), somebody("9999"))).toMatchObject({ state: "granted" });
    expect(await readPermission(database(), somebody("a name"))).toMatchObject({ state: "granted" });
  });

  test("says no by a false of its own", async () => {
    expect(await readPermission(database(), somebody("1003"))).toEqual({ state: "refused", since: null });
  });

  test("of two values the stricter one counts", async () => {
    const person = somebody("1002");
    await database().transaction((transaction) => noteFollowUpSent(transaction, person, THEN));
    expect(await profile(1002)).toMatchObject([
      { last_follow_up_sent: expect.stringContaining("2030-03-01") as unknown },
    ]);

    const change = (frequency: number, sent: Date): Promise<unknown> =>
      database().run(
        query(
          [],
          "update user_profiles set follow_up_frequency_hours = $1, last_follow_up_sent = $2 where user_id = 1002",
        ),
        [frequency, sent],
      );
    await change(72, addMs(THEN, DAY_MS));
    expect(await readPersonSettings(database(), person)).toMatchObject({
      followUpFrequencyHours: 72,
      lastFollowUpSent: addMs(THEN, DAY_MS),
    });
    await change(1, addMs(THEN, -DAY_MS));
    expect(await readPersonSettings(database(), person)).toMatchObject({
      followUpFrequencyHours: 48,
      lastFollowUpSent: THEN,
    });
  });

  // The migration passes over a host that lets nobody change its table, so the columns may be missing for good.
  test("says nothing where our columns could not be added", async () => {
    await database()
      .transaction(async (transaction) => {
        await transaction.script(
          "alter table user_profiles drop column follow_ups_enabled, drop column last_follow_up_sent, drop column follow_up_frequency_hours",
        );
        await decide(transaction, decision("1001"));
        expect(await readPermission(transaction, somebody("1001"))).toMatchObject({ state: "granted" });
        throw new RolledBack();
      })
      .catch((thrown: unknown) => {
        if (!(thrown instanceof RolledBack)) {
          throw thrown;
        }
      });
  });

  test("has defaults for people of whom nothing is known", async () => {
    expect(await readPersonSettings(database(), somebody("never seen"))).toMatchObject({
      followUpFrequencyHours: 48,
      lastFollowUpSent: null,
      questionAskedAt: null,
      askAgain: false,
      snoozedUntil: null,
      frozenAt: null,
      timeZone: null,
    });
  });

  test("knows nothing of zones and of danger: these stand in our own table", async () => {
    const person = somebody("1004");
    await database().transaction(async (transaction) => {
      await setTimeZone(transaction, person, "Asia/Kathmandu");
      await freeze(transaction, person, addMs(THEN, -DAY_MS));
      await freeze(transaction, person, THEN); // the newest sign is what is kept
    });
    expect(await readPersonSettings(database(), person)).toMatchObject({ timeZone: "Asia/Kathmandu", frozenAt: THEN });
    expect(Object.keys((await profile(1004))[0] as object).toSorted()).toEqual([
      "follow_up_frequency_hours",
      "follow_ups_enabled",
      "last_follow_up_sent",
      "nickname",
      "user_id",
    ]);
  });
});
