import { expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { fillWithCrowd, measureTouches, tooManyPages } from "../scheduler/invariants/large-table.ts";

const CROWD = { waiting: 1_000_000, history: 100_000 };

describeOnServer("among a million jobs that wait", (create) => {
  test("a claim, a new request and a look read a few pages each", { timeout: 600_000 }, async () => {
    const url = await create();
    await fillWithCrowd(url, CROWD);
    const touches = await measureTouches(url, CROWD);
    const most = [...touches].map(([name, calls]) => [name, Math.max(...calls.map(({ pages }) => pages))]);
    process.stdout.write(`pages among a million: ${JSON.stringify(Object.fromEntries(most))}\n`);
    expect(tooManyPages(touches)).toEqual([]);
  });
});
