import { expect, onTestFinished, test } from "vitest";

import { migrate, openServerDatabase } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler, SCHEDULER_MIGRATION_SEQUENCE, schedulerMigrations } from "../../src/scheduler/index.ts";
import { values } from "../product-database.ts";
import { hireCrew } from "../scheduler/invariants/crew.ts";
import { type ChaosPayload, looseJob } from "../scheduler/invariants/jobs.ts";

const JOBS = 20_000;
/** These come while the others run. */
const LATE = 2_000;
const AT_ONCE = 50;

const OPEN = "select count(*) as value from scheduled_jobs where status in ('pending', 'running')";
const COMPLETED = "select count(*) as value from job_execution_history where status = 'completed'";
// On a busy machine a job that was claimed ahead may go back before it began.
const OTHERS = "select count(*) as value from job_execution_history where status not in ('completed', 'interrupted')";

describeOnServer("two processes on one table", (create) => {
  test(`run ${JOBS.toLocaleString("en")} jobs once each`, { timeout: 600_000 }, async () => {
    const url = await create();
    const database = await openServerDatabase({ url, logger: silentLogger });
    onTestFinished(() => database.close());
    const migrations = await schedulerMigrations();
    await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
    const ids = timeOrderedIds(systemClock, systemRandom);
    const options = { claims: false };
    const scheduler = createScheduler({ database, ids, random: systemRandom, logger: silentLogger, options });
    const schedule = async (from: number, until: number): Promise<void> => {
      for (let number = from; number < until; number += AT_ONCE) {
        const payloads = Array.from({ length: AT_ONCE }, (_, index): ChaosPayload => {
          return { number: number + index, act: "complete", lastsMs: 0 };
        });
        await Promise.all(payloads.map((payload) => scheduler.schedule(looseJob, payload)));
      }
    };
    await schedule(LATE, JOBS);

    const post = { settings: { url, knowsNewJob: true, options: {} }, skewed: false };
    const crew = hireCrew([post, post]);
    onTestFinished(() => crew.abandon());
    await Promise.all([crew.ready(0), crew.ready(1)]);
    const begunMs = performance.now();
    await schedule(0, LATE);
    await expect.poll(() => values<number>(database, OPEN), { timeout: 500_000, interval: 200 }).toEqual([0]);
    const seconds = (performance.now() - begunMs) / 1_000;
    await crew.dismiss();

    const starts = crew.handlers.filter(({ what }) => what === "start");
    const byWorker = [1, 2].map((id) => starts.filter(({ worker }) => worker === id).length);
    process.stdout.write(`two processes: ${JSON.stringify({ jobs: JOBS, byWorker, seconds: Math.round(seconds) })}\n`);
    expect(crew.misdeeds).toEqual([]);
    expect(starts).toHaveLength(JOBS);
    expect(new Set(starts.map(({ number }) => number)).size).toBe(JOBS);
    expect(Math.min(...byWorker)).toBeGreaterThan(0);
    expect(await values(database, COMPLETED)).toEqual([JOBS]);
    expect(await values(database, OTHERS)).toEqual([0]);
  });
});
