import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, onTestFinished, test, vi } from "vitest";

import { type Database, loadMigrations, migrate, openServerDatabase } from "../../src/database/index.ts";
import { describeOnServer } from "../../src/database/testing/index.ts";
import { addMs, HOUR_MS, silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler, type Scheduler, SCHEDULER_MIGRATIONS_FOLDER } from "../../src/scheduler/index.ts";
import { attempt, type Ending, temporaryFolder } from "../attacks/process.ts";
import { startProgram } from "../program.ts";
import { countJob } from "./scheduler-fixture.ts";

// A busy machine may take long to start a program; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000 });

/** `rekindle jobs …` as a process of its own. */
type Jobs = (...words: readonly string[]) => Promise<Ending>;

const jobsWith =
  (environment: Readonly<Record<string, string>>): Jobs =>
  (...words) =>
    attempt(environment, { words: ["jobs", ...words] });

/** What it printed, where it succeeded. */
async function printed(ending: Promise<Ending>): Promise<string> {
  const { code, stdout, stderr } = await ending;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** What it printed as JSON. */
async function json(ending: Promise<Ending>): Promise<unknown> {
  return JSON.parse(await printed(ending));
}

/** Its one line on standard error, where it failed. */
async function failure(ending: Promise<Ending>, exitCode = 1): Promise<string> {
  const { code, stdout, stderr } = await ending;
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: "" });
  return stderr;
}

interface Ground {
  readonly jobs: Jobs;
  readonly database: Database;
  readonly scheduler: Scheduler;
}

describeOnServer("rekindle jobs", (create) => {
  /** A database with the scheduler's tables, up to that migration, and with none of the program's. */
  async function ground(migrations = 999): Promise<Ground> {
    const url = await create();
    const database = await openServerDatabase({ url, logger: silentLogger, maxConnections: 2 });
    onTestFinished(() => database.close());
    const all = await loadMigrations(SCHEDULER_MIGRATIONS_FOLDER);
    await migrate(database, { sequence: "scheduler", migrations: all.slice(0, migrations), logger: silentLogger });
    const scheduler = createScheduler({
      database,
      ids: timeOrderedIds(systemClock, systemRandom),
      random: systemRandom,
      logger: silentLogger,
    });
    return { jobs: jobsWith({ DATABASE_URL: url }), database, scheduler };
  }

  test("moves one job through its life, and says each time what it is now", async () => {
    const { jobs, database, scheduler } = await ground();
    const at = addMs(await database.now(), 3 * HOUR_MS);
    const { jobId } = await scheduler.schedule(countJob, { number: 7 }, { at, key: "ada" });

    expect(await printed(jobs("list"))).toMatch(
      new RegExp(`^ID .*\\n${jobId}  count  pending  \\S+Z  in \\d+ \\S+ +ada\\n$`),
    );
    expect(await printed(jobs("reschedule", jobId, "2999-01-01"))).toMatch(
      / is due in \d+ d, at 2999-01-01T00:00:00Z\.$/m,
    );
    expect(await json(jobs("show", jobId, "--json"))).toMatchObject({
      jobId,
      scheduledTime: "2999-01-01T00:00:00.000Z",
      payload: { number: 7 },
      runs: [],
    });
    expect(await printed(jobs("run", jobId))).toBe(`Job ${jobId} (count) is due now.\n`);
    expect(await json(jobs("cancel", jobId, "--reason", "a typo", "--json"))).toMatchObject({
      result: "cancelled",
      job: { jobId, status: "cancelled", errorMessage: "a typo" },
    });
    expect(await failure(jobs("run", jobId))).toBe(
      `rekindle jobs run: job ${jobId} is cancelled: only a pending job can be run now [JOB_STATE]\n`,
    );
    expect(await json(jobs("retry", jobId, "--json"))).toMatchObject({
      job: { status: "pending", errorMessage: null },
    });
    expect(await failure(jobs("show", "no-such-job"))).toBe(
      "rekindle jobs show: there is no job no-such-job [JOB_NOT_FOUND]\n",
    );
  });

  test("pauses a type, counts, and prunes", async () => {
    const { jobs, scheduler, database } = await ground();
    const { jobId } = await scheduler.schedule(countJob, { number: 1 }, { at: addMs(await database.now(), -HOUR_MS) });
    expect(await printed(jobs("stats"))).toMatch(/^count +1 +0 +0 +0 +0$.*^Longest overdue: count, due /ms);
    expect(await printed(jobs("pause", "count"))).toMatch(
      /^Jobs of type count wait from now on\.\nPaused: count, since /,
    );
    expect(await printed(jobs("run", jobId))).toMatch(/^Its type is paused: .* rekindle jobs resume count$/m);
    expect(await json(jobs("stats", "--json"))).toEqual({
      counts: [{ jobType: "count", status: "pending", count: 1 }],
      oldestDue: null,
      paused: ["count"],
      lastDay: { completed: 0, failed: 0, retried: 0, types: [] },
    });
    expect(await json(jobs("resume", "count", "--json"))).toEqual({ paused: [] });

    await scheduler.cancel(jobId, "over");
    const pruned = jobs("prune", "--older-than", "0m", "--json");
    expect(await json(pruned)).toMatchObject({ jobs: 1, runs: 0, complete: true });
    expect(await printed(jobs("list"))).toBe("No jobs.\n");
  });

  test("lists page by page, in lines that fit, and shows what is stored without obeying it", async () => {
    const { jobs, database } = await ground();
    await database.transaction((transaction) =>
      transaction.script(`
        insert into scheduled_jobs (job_id, job_type, job_key, scheduled_time, payload, status, completed_at, error_message)
        select 'job-' || n, 'a_type_with_a_rather_long_name_' || n, E'\\x1b[31mkey that is long ' || n, now(),
          '{"text": "\\u009b secret"}', 'failed', now(), E'oh\\n\\x1b[2J' || repeat('very long ', 30)
        from generate_series(1, 3) as n`),
    );
    const first = await printed(jobs("list", "--status", "failed", "--limit", "2"));
    expect(first).toMatch(/^job-3 .*\n +└ oh .*…\njob-2 /m);
    expect(first).toMatch(/^There may be more: rekindle jobs list --status failed --before job-2$/m);
    expect(await json(jobs("list", "--status", "failed", "--before", "job-2", "--json"))).toMatchObject({
      jobs: [{ jobId: "job-1" }],
      next: null,
    });
    const shown = await printed(jobs("show", "job-1"));
    for (const text of [first, shown]) {
      expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/);
    }
    expect(first).not.toContain("secret");
    expect(shown).toContain("secret");
    expect(Math.max(...first.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test("does not touch a database whose schema it does not know", async () => {
    const { jobs } = await ground(1);
    expect(await failure(jobs("stats"))).toMatch(/^rekindle jobs stats: .*older version.* \[SCHEMA_NOT_READY\]\n$/);
    const empty = jobsWith({ DATABASE_URL: await create() });
    expect(await failure(empty("list"))).toMatch(
      /^rekindle jobs list: .*start Rekindle once.* \[SCHEMA_NOT_READY\]\n$/,
    );
  });
});

describe("rekindle jobs, without a server", () => {
  test("answers a wrong word with the usage and exit code 2, before it opens anything", async () => {
    const dataDir = await temporaryFolder();
    const jobs = jobsWith({ REKINDLE_DATA_DIR: dataDir });
    expect(await failure(jobs("lits"), 2)).toMatch(
      /^rekindle jobs: there is no command "lits": did you mean list\?\n\nUsage:/,
    );
    expect(await failure(jobs("retry"), 2)).toMatch(
      /^rekindle jobs retry: ID is missing\n\nUsage: rekindle jobs retry ID /,
    );
    expect(await printed(jobs("reschedule", "--help"))).toMatch(/^Usage: rekindle jobs reschedule ID MOMENT /);
    expect(await readdir(dataDir)).toEqual([]);
  });

  test("makes no database where there is none", async () => {
    const dataDir = await temporaryFolder();
    await mkdir(join(dataDir, "sandbox"));
    const jobs = jobsWith({ REKINDLE_DATA_DIR: dataDir });
    expect(await failure(jobs("list"))).toMatch(/^rekindle jobs list: .* \[DATABASE_FOLDER_MISSING\]\n$/);
    expect(await readdir(join(dataDir, "sandbox"))).toEqual([]);
  });

  test("waits its turn for the embedded database, and goes by the sandbox's clock", async () => {
    const program = await startProgram({ dataDir: await temporaryFolder() });
    onTestFinished(() => program.kill());
    const jobs = jobsWith({ REKINDLE_DATA_DIR: program.dataDir });
    const { now } = await program.wind(5);
    expect(await failure(jobs("list"))).toMatch(
      /^rekindle jobs list: Rekindle is running on .*: stop it first, .* \[REKINDLE_RUNNING\]\n$/,
    );
    await program.stop();

    const listed = (await json(jobs("list", "--type", "data_cleanup", "--status", "pending", "--json"))) as {
      readonly jobs: readonly { readonly jobId: string }[];
    };
    const [cleanup] = listed.jobs;
    const ran = (await json(jobs("run", cleanup?.jobId ?? "", "--json"))) as {
      readonly job: { scheduledTime: string };
    };
    expect(ran.job.scheduledTime >= now).toBe(true);
  });
});
