import { expect, test } from "vitest";

import { type Migration, migrate, type MigrationSequence } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { MINUTE_MS, silentLogger } from "../../src/kernel/index.ts";
import { allSequences } from "../../src/main/prepare-database.ts";
import { attempt, temporaryFolder } from "../attacks/process.ts";
import { openLiveDatabase } from "../discord/attacks/live-database.ts";
import { gatherCrowd } from "../redis/crowd.ts";

/** What a next version may do while this one runs: it adds, and changes nothing that this one reads or writes. */
const ADDITIONS: Readonly<Record<string, string>> = {
  scheduler: "alter table scheduled_jobs add column next_note text; create index on scheduled_jobs (next_note);",
  rekindle: `alter table outbound_messages add column next_note text not null default '';
    create table next_things (thing_id text primary key);`,
};

/** Brings the database to the version after this one. */
async function goOn(databaseUrl: string, breaking: boolean): Promise<void> {
  const database = await openLiveDatabase({ databaseUrl, dataDir: await temporaryFolder() });
  for (const { sequence, migrations } of await allSequences()) {
    const last = migrations.length;
    const next: Migration[] = [{ number: last + 1, name: "next", sql: ADDITIONS[sequence] ?? "", breaking: false }];
    if (breaking) {
      next.push({ number: last + 2, name: "after-next", sql: "-- breaking\nselect 1;", breaking: true });
    }
    const whole: MigrationSequence = { sequence, migrations: [...migrations, ...next] };
    await migrate(database, { ...whole, logger: silentLogger });
  }
  await database.close();
}

describeOnServer("an update of one process after the other", (create) => {
  test(
    "goes on without a stop: the old and the next version deliver side by side, each message once",
    { timeout: 2 * MINUTE_MS },
    async () => {
      const databaseUrl = await create();
      const crowd = await gatherCrowd({ processes: 1, databaseUrl, redisUrl: null, patienceMs: MINUTE_MS });
      const [old] = crowd.programs;
      await crowd.makePeopleDue(60);
      await crowd.untilArrived(10);
      await goOn(databaseUrl, false);
      await crowd.join();
      const people = await crowd.makePeopleDue(60);
      await crowd.untilArrived(80);
      expect(await old?.stop()).toBe(0);
      await crowd.untilArrived(people);

      expect(crowd.report()).toMatchObject({ received: people, twice: 0, breaches: 0, refused: 0 });
      const endings = await Promise.all(crowd.programs.map((program) => program.stop()));
      expect(endings).toEqual([0, 0]);
      expect(await crowd.states()).toEqual({ sent: people });
      for (const program of crowd.programs) {
        expect(program.printed()).not.toMatch(/"level":(?:40|50)/u);
      }
    },
  );

  test("is refused backwards across a change that breaks, in one sentence, by whoever starts then", async () => {
    const databaseUrl = await create();
    await goOn(databaseUrl, true);
    const { code, stderr } = await attempt({ DATABASE_URL: databaseUrl, DISCORD_TOKEN: "any" });
    expect(code).toBe(1);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toContain("after-next");
    expect(stderr).toContain("[SCHEMA_TOO_NEW]");
  });
});
