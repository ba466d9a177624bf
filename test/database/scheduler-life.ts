import { onTestFinished } from "vitest";
import { z } from "zod";

import type { Database } from "../../src/database/index.ts";
import { addMs, DAY_MS, silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler } from "../../src/scheduler/index.ts";

const work = { name: "work", payload: z.object({ number: z.number() }), retry: { type: "fixed", delayMs: 1 } } as const;

/**
 * All that a scheduler does in its life, on a database that has its tables: jobs are scheduled, found, cancelled, run, retried and
 * pruned. Says how many were pruned: three.
 */
export async function liveThroughScheduler(database: Database): Promise<number> {
  const scheduler = createScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
  });
  onTestFinished(() => scheduler.stop());
  scheduler.register(work, async (job) => {
    if (job.payload.number === 2 && job.run === 1) {
      throw new Error("not yet");
    }
    return { type: "completed", write: () => Promise.resolve() };
  });
  const bothDone = Promise.withResolvers<undefined>();
  let done = 0;
  scheduler.on("job:run-ended", ({ jobStatus }) => {
    done += jobStatus === "completed" ? 1 : 0;
    if (done === 2) {
      bothDone.resolve(undefined);
    }
  });
  await scheduler.start();
  await scheduler.schedule(work, { number: 1 });
  await scheduler.schedule(work, { number: 2 }, { key: "two" });
  await database.transaction(async (transaction) => {
    await scheduler.schedule(work, { number: 3 }, { key: "three", mode: "keep", transaction });
    await scheduler.findPending(transaction, work, "three");
    await scheduler.cancelPending(transaction, work, { key: "three", reason: "changed my mind" });
  });
  await scheduler.settle();
  await bothDone.promise;
  await scheduler.statistics();
  await scheduler.nextDue();
  await scheduler.stop();
  return scheduler.prune(addMs(await database.now(), DAY_MS));
}
