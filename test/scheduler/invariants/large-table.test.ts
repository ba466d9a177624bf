import { describe, expect, test } from "vitest";

import { describeOnServer } from "../../../src/database/testing/index.ts";
import { fillWithCrowd, measureTouches } from "./large-table.ts";

// A million of them is for `test/soak/scheduler-large-table.test.ts`.
const CROWD = { waiting: 100_000, history: 20_000 };

describeOnServer("x", (create) => {
  test("y", { timeout: 180000 }, async () => {
    const url = await create();
    await fillWithCrowd(url, CROWD);
    for (const p of ["force_custom_plan", "force_generic_plan"] as const) console.log(p, await measureTouches(url, CROWD, p));
  });
});
