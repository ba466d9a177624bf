import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { describe, expect, onTestFinished, test } from "vitest";

import { type Database, openEmbeddedDatabase, openServerDatabase, statement } from "../../src/database/index.ts";
import { openTestDatabase } from "../../src/database/testing/index.ts";
import { silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../src/kernel/index.ts";
import { createScheduler } from "../../src/scheduler/index.ts";
import { crashJob, SHORT_LEASE } from "./crash-fixture.ts";

const CHILD = fileURLToPath(new URL("./crash-child.ts", import.meta.url));
const AT_ONCE_CHILD = fileURLToPath(new URL("./crash-at-once-child.ts", import.meta.url));
const JOBS = 10; // as many as a process runs at a time by default
const DATABASE_URL = process.env["DATABASE_URL"] ?? "";

/** Starts a process, waits until all its jobs are in their handlers, and kills it as a power cut would. */
async function runAndKill(kind: "embedded" | "server", where: string): Promise<void> {
  const child = spawn(process.execPath, [CHILD, kind, where, String(JOBS)], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const running = new Set<string>();
  for await (const line of createInterface({ input: child.stdout })) {
    running.add(line);
    if (running.size === JOBS) {
      break;
    }
  }
  expect(running.size).toBe(JOBS);
  child.kill("SIGKILL");
  await exited;
}

/** Starts the next process's scheduler, and expects every job to run again, once, with the crash in its history. */
async function expectAllRunAgain(database: Database, count = JOBS): Promise<void> {
  const numbers: number[] = [];
  const scheduler = createScheduler({
    database,
    ids: timeOrderedIds(systemClock, systemRandom),
    random: systemRandom,
    logger: silentLogger,
    options: { ...SHORT_LEASE, soleOwner: database.kind === "embedded" },
  });
  scheduler.register(crashJob, async ({ payload, run }) => {
    expect(run).toBe(2);
    numbers.push(payload.number);
    return { type: "completed" };
  });
  await scheduler.start();
  await scheduler.settle();
  await scheduler.stop();

  expect(numbers.toSorted((one, other) => one - other)).toEqual(Array.from({ length: count }, (_, number) => number));
  for (const { jobId } of await scheduler.list({ limit: JOBS })) {
    const job = await scheduler.inspect(jobId);
    expect(job).toMatchObject({
      status: "completed",
      retryCount: 0,
      runs: [{ status: "crashed" }, { status: "completed" }],
    });
  }
}

/** Starts a process that kills itself when its job is stored as running, and has not begun. */
async function dieBeforeTheRun(kind: "embedded" | "server", where: string): Promise<void> {
  const child = spawn(process.execPath, [AT_ONCE_CHILD, kind, where], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
  }
  expect(await exited).toEqual([null, "SIGKILL"]);
  expect(lines).toEqual([]);
}

test("a process is killed in the middle of its jobs: all of them run again (embedded)", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rekindle-crash-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await runAndKill("embedded", folder);
  const database = await openEmbeddedDatabase({ folder, logger: silentLogger });
  onTestFinished(() => database.close());
  await expectAllRunAgain(database);
});

test("a process is killed when its job is stored as running, before it has begun: it runs (embedded)", async () => {
  const folder = await mkdtemp(join(tmpdir(), "rekindle-crash-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await dieBeforeTheRun("embedded", folder);
  const database = await openEmbeddedDatabase({ folder, logger: silentLogger });
  onTestFinished(() => database.close());
  await expectAllRunAgain(database, 1);
});

const currentDatabase = statement<{ readonly name: string }>(
  "test-current-database",
  ["name"],
  "select current_database()::text as name",
);

async function databaseUrlOfTest(): Promise<string> {
  const owner = await openTestDatabase({ kind: "server" });
  onTestFinished(() => owner.close());
  const [row] = await owner.run(currentDatabase);
  const url = new URL(DATABASE_URL);
  url.pathname = `/${row?.name ?? ""}`;
  return url.href;
}

describe.skipIf(DATABASE_URL === "")("a process is killed, on a server", () => {
  test("in the middle of its jobs: all of them run again", async () => {
    const url = await databaseUrlOfTest();
    await runAndKill("server", url);
    const database = await openServerDatabase({ url, logger: silentLogger });
    onTestFinished(() => database.close());
    await expectAllRunAgain(database);
  });

  test("when its job is stored as running, before it has begun: it runs", async () => {
    const url = await databaseUrlOfTest();
    await dieBeforeTheRun("server", url);
    const database = await openServerDatabase({ url, logger: silentLogger });
    onTestFinished(() => database.close());
    await expectAllRunAgain(database, 1);
  });
});
