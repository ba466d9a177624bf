import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { CLAIM, fillWithCrowd, measureTouches, REQUEST, tooManyPages } from "../scheduler/invariants/large-table.ts";
import { median, openWorkplace } from "./large-table-times.ts";

const CROWD = { waiting: 1_000_000, history: 100_000 };
/** As good as empty: what is asked for anew has to be there once. */
const HANDFUL = { waiting: 100, history: 0 };
const ROUNDS = 400;
const FIRST_ROUNDS = 50;
const MOST_TIMES = 1.2;

describeOnServer("among a million jobs that wait", (create) => {
  test("a claim, a new request and a look read a few pages each", { timeout: 600_000 }, async () => {
    const url = await create();
    await fillWithCrowd(url, CROWD);
    const touches = await measureTouches(url, CROWD);
    const most = [...touches].map(([name, calls]) => [name, Math.max(...calls.map(({ pages }) => pages))]);
    process.stdout.write(`pages among a million: ${JSON.stringify(Object.fromEntries(most))}\n`);
    expect(tooManyPages(touches)).toEqual([]);
  });

  test("a claim and a new request take hardly longer than in an empty table", { timeout: 600_000 }, async () => {
    const [large, empty] = await Promise.all(
      [CROWD, HANDFUL].map(async (crowd) => {
        const url = await create();
        await fillWithCrowd(url, crowd);
        await vacuum(url);
        const place = await openWorkplace(url, crowd);
        onTestFinished(() => place.close());
        return place;
      }),
    );
    // In alternation, and each as often first as second: what else the machine does meanwhile hits both.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const place of round % 2 === 0 ? [large, empty] : [empty, large]) {
        await place?.round();
      }
    }
    for (const name of [CLAIM, REQUEST]) {
      const [crowdedMs = Number.NaN, emptyMs = Number.NaN] = [large, empty].map((place) =>
        median(place?.times[name].slice(FIRST_ROUNDS) ?? []),
      );
      const times = crowdedMs / emptyMs;
      process.stdout.write(`${name} among a million: ${JSON.stringify({ crowdedMs, emptyMs, times })}\n`);
      expect.soft(times, name).toBeLessThan(MOST_TIMES);
    }
  });
});

/** As the server does by itself sooner or later; not in the midst of the rounds. */
async function vacuum(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("vacuum (analyze)");
  await client.end();
}
