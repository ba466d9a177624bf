import { expect, test } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { useStage } from "../bot/stage.ts";
import { readSet } from "../sets/sets.ts";
import { liveThrough } from "./thread-life.ts";

describeOnEachDatabase("the life of a thread", (open) => {
  const stage = useStage(open);

  test("asks after its day, never before or during it, and never again once it was answered", async () => {
    const faults: string[] = [];
    for (const life of readSet("thread-life")) {
      faults.push(...(await liveThrough(stage(), life)));
    }
    expect(faults).toEqual([]);
  });
});
