import { expect, test } from "vitest";

import { describeOnServer } from "../../../src/database/testing/index.ts";
import { fillWithCrowd, measureTouches, tooManyPages } from "./large-table.ts";

// A million jobs are for `test/soak/scheduler-large-table.test.ts`.
const CROWD = { waiting: 100_000, history: 20_000 };

describeOnServer("among many jobs that wait", (create) => {
  test("a claim, a new request and a look read a few pages each", { timeout: 120_000 }, async () => {
    const url = await create();
    await fillWithCrowd(url, CROWD);
    expect(tooManyPages(await measureTouches(url, CROWD))).toEqual([]);
  });
});
