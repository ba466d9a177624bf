import { expect, onTestFinished, test } from "vitest";

import { migrate, openServerDatabase } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import {
  createScheduler,
  SCHEDULER_DEFAULTS,
  SCHEDULER_MIGRATION_SEQUENCE,
  schedulerMigrations,
  type SchedulerOptions,
} from "../../src/scheduler/index.ts";
import { type Crew, hireCrew } from "../scheduler/invariants/crew.ts";
import { looseJob } from "../scheduler/invariants/jobs.ts";
import { machineMs } from "../scheduler/invariants/pace.ts";

const JOBS = 100;
const ALLOWANCE_MS = 2_000;
const HOUR_LONG = { act: "long", lastsMs: 3_600_000 } as const;

describeOnServer(`a process that is killed with ${JOBS} jobs running`, (create) => {
  async function hireWithJobs(own: SchedulerOptions): Promise<{ first: Crew; hireNext: () => Crew }> {
    const url = await create();
    const database = await openServerDatabase({ url, logger: silentLogger });
    onTestFinished(() => database.close());
    const migrations = await schedulerMigrations();
    await migrate(database, { sequence: SCHEDULER_MIGRATION_SEQUENCE, migrations, logger: silentLogger });
    const ids = timeOrderedIds(systemClock, systemRandom);
    const options = { claims: false };
    const scheduler = createScheduler({ database, ids, random: systemRandom, logger: silentLogger, options });
    for (let number = 0; number < JOBS; number += 1) {
      await scheduler.schedule(looseJob, { number, ...HOUR_LONG });
    }
    const post = { settings: { url, knowsNewJob: true, options: { concurrency: JOBS, ...own } }, skewed: false };
    const hire = (): Crew => {
      const crew = hireCrew([post]);
      onTestFinished(() => crew.abandon());
      return crew;
    };
    return { first: hire(), hireNext: hire };
  }

  test.each<readonly [string, SchedulerOptions, "before" | "after"]>([
    ["of 5 seconds, and another process that is there already", { leaseMs: 5_000, heartbeatMs: 1_000 }, "before"],
    ["of 5 seconds, and another process that comes then", { leaseMs: 5_000, heartbeatMs: 1_000 }, "after"],
    ["as it is by default, and another process that is there already", {}, "before"],
    ["as it is by default, and another process that comes then", {}, "after"],
  ])("has a lease %s: all run again within that lease and 2 s", { timeout: 120_000 }, async (_, options, comes) => {
    const leaseMs = options.leaseMs ?? SCHEDULER_DEFAULTS.leaseMs;
    expect(leaseMs).toBeLessThanOrEqual(30_000);
    const { first, hireNext } = await hireWithJobs(options);
    await expect.poll(() => first.handlers.length, { timeout: 30_000 }).toBe(JOBS);
    const early = comes === "before" ? hireNext() : null;
    await early?.ready(0);

    first.abandon();
    const killedAtMs = machineMs();
    const next = early ?? hireNext();
    await next.ready(0);
    const thereAtMs = Math.max(killedAtMs, next.readyAtMs(0));
    await expect.poll(() => next.handlers.length, { timeout: leaseMs + 30_000 }).toBe(JOBS);

    const tookMs = Math.max(...next.handlers.map(({ atMs }) => atMs)) - thereAtMs;
    process.stdout.write(
      `killed with ${JOBS} running: ${JSON.stringify({ leaseMs, comes, tookMs: Math.round(tookMs) })}\n`,
    );
    expect(next.handlers.every(({ run }) => run === 2)).toBe(true);
    expect(new Set(next.handlers.map(({ jobId }) => jobId)).size).toBe(JOBS);
    expect(tookMs).toBeLessThan(leaseMs + ALLOWANCE_MS);
  });
});
