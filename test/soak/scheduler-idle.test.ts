import { expect, onTestFinished, test } from "vitest";

import { openServerDatabase } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { MINUTE_MS, silentLogger } from "../../src/kernel/index.ts";
import { createPoolScheduler } from "../../src/scheduler/create-pool-scheduler.ts";
import { letPass } from "../scheduler/invariants/pace.ts";
import { countJob } from "../scheduler/scheduler-fixture.ts";
import { startCountingProxy } from "./counting-proxy.ts";

const MINUTES = 2;
const MOST_A_MINUTE = 10;

describeOnServer("a worker that has nothing to do, with all of its defaults and by the real clock", (create) => {
  test("sends fewer than ten statements a minute, on all of its connections", { timeout: 300_000 }, async () => {
    const proxy = await startCountingProxy(await create());
    onTestFinished(() => proxy.close());
    const database = await openServerDatabase({ url: proxy.url, logger: silentLogger });
    onTestFinished(() => database.close());
    const scheduler = createPoolScheduler({ database });
    onTestFinished(() => scheduler.stop());
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.start();
    await scheduler.settle();

    const counts: number[] = [];
    for (let minute = 0; minute <= MINUTES; minute += 1) {
      const before = proxy.count();
      await letPass(MINUTE_MS);
      counts.push(proxy.count() - before);
    }
    const [, ...minutes] = counts; // in the first one it gets to know the place
    process.stdout.write(`statements of an idle worker, minute by minute: ${counts.join(", ")}\n`);
    expect(Math.min(...minutes), "it looks now and then").toBeGreaterThan(0);
    expect(Math.max(...minutes)).toBeLessThan(MOST_A_MINUTE);
  });
});
