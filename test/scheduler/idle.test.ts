import { expect, onTestFinished, test, vi } from "vitest";

import { SERVER_DEFAULTS } from "../../src/database/open-options.ts";
import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { addMs, DAY_MS, MINUTE_MS, SECOND_MS } from "../../src/kernel/index.ts";
import { databaseClockOf } from "./outage.ts";
import { countJob, useBench } from "./scheduler-fixture.ts";
import { countStatements } from "./statement-count.ts";

const MINUTES = 5;
const MOST_A_MINUTE = 10;

describeOnEachDatabase("a worker that has nothing to do", (open, kind) => {
  const bench = useBench(open);

  // The minutes go by on the timers of this process, which are wound; the database is the real one. A connection that listens is
  // watched by other timers: that costs one statement a beat, and `test/soak/scheduler-idle.test.ts` counts it by the real clock.
  test("makes fewer than ten statements a minute, for all that it keeps an eye on", async () => {
    bench.database.timeSource = databaseClockOf();
    const { database, count, quiet } = countStatements(bench.database);
    const scheduler = bench.makeScheduler({}, { database });
    scheduler.register(countJob, async () => ({ type: "completed" }));
    await scheduler.schedule(countJob, { number: 1 }, { at: addMs(await bench.database.now(), DAY_MS) });

    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const minute = async (): Promise<number> => {
      const before = count();
      for (let passedMs = 0; passedMs < MINUTE_MS; passedMs += SECOND_MS) {
        await vi.advanceTimersByTimeAsync(SECOND_MS);
        await quiet();
      }
      return count() - before;
    };
    await scheduler.start();
    await quiet();
    await minute(); // in the first one it gets to know the place
    const minutes: number[] = [];
    for (let number = 0; number < MINUTES; number += 1) {
      minutes.push(await minute());
    }

    const beats = kind === "server" ? MINUTE_MS / SERVER_DEFAULTS.listenHeartbeat.everyMs : 0;
    expect(Math.min(...minutes), "it looks now and then").toBeGreaterThan(0);
    expect(Math.max(...minutes) + beats, String(minutes)).toBeLessThan(MOST_A_MINUTE);
  });
});
