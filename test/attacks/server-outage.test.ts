import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openServerDatabase } from "../../src/database/index.ts";
import { createEmptyServerDatabase } from "../../src/database/testing/server-databases.ts";
import { HOUR_MS, seededRandom, silentLogger } from "../../src/kernel/index.ts";
import type { ClockState } from "../../src/web/contract.ts";
import { type Program, startProgram } from "../program.ts";
import { examine } from "./kills/evidence.ts";
import { answerAll, introduce, makeTalkers } from "./kills/people.ts";

const SERVER = process.env["DATABASE_URL"] ?? "";
const SKIPPED = SERVER === "" ? " (skipped: DATABASE_URL is not set)" : "";

describe.skipIf(SERVER === "")(`while a database server ends connections again and again${SKIPPED}`, () => {
  const name = `rekindle_attack_${process.pid}`;
  const admin = new Client({ connectionString: SERVER });
  let url = "";
  let drop: () => Promise<void> = () => Promise.resolve();
  let program: Program | null = null;

  beforeAll(async () => {
    ({ url, drop } = await createEmptyServerDatabase(SERVER, name));
    await admin.connect();
  });
  afterAll(async () => {
    await program?.stop();
    await admin.end();
    await drop();
  });

  async function endConnections(): Promise<number> {
    const { rowCount } = await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
      [name],
    );
    return rowCount ?? 0;
  }

  test("a program goes on, loses no follow-up and sends none twice", { timeout: 240_000 }, async () => {
    const running = await startProgram({
      environment: { DATABASE_URL: url, FOLLOW_UP_MAX_PER_USER_PER_WEEK: "7", LOG_LEVEL: "error" },
    });
    program = running;
    const talkers = makeTalkers(8);
    await introduce(running, talkers);
    const begunAt = await readClock(running);
    let ended = 0;
    for (let round = 1; round <= 3; round += 1) {
      await patiently(() => answerAll(running, talkers));
      const winding = windTo(running, begunAt + round * 80 * HOUR_MS);
      ended += await atEachStep(running, { until: winding, seed: round, act: endConnections });
    }
    for (let round = 4; round <= 6; round += 1) {
      await patiently(() => answerAll(running, talkers));
      await windTo(running, begunAt + round * 80 * HOUR_MS);
    }
    await running.stop();

    const database = await openServerDatabase({ url, logger: silentLogger });
    const evidence = await examine(database, { talkers, begunAt });
    await database.close();
    expect(evidence.broken).toEqual([]);
    expect(evidence.followUps).toBeGreaterThan(20);
    expect(ended).toBeGreaterThan(20);
  });

  test("a program whose database lets nobody in says so, and goes on when it does again", async () => {
    const running = await startProgram({ environment: { DATABASE_URL: url, LOG_LEVEL: "silent" } });
    program = running;
    await admin.query(`alter database ${name} with allow_connections false`);
    await endConnections();
    await readiness(running, 503);
    expect((await running.call("GET", "/healthz")).status).toBe(200);
    expect((await running.call("GET", "/api/sandbox/clock")).status).toBeGreaterThanOrEqual(500);
    await admin.query(`alter database ${name} with allow_connections true`);
    await readiness(running, 200);
    await running.wind(24);
  });
});

async function readClock(program: Program): Promise<number> {
  const { status, body } = await program.call("GET", "/api/sandbox/clock");
  return status === 200 ? Date.parse((body as ClockState).now) : Number.NaN;
}

/** Winds on to a moment, as somebody does who tries again when a request fails. */
async function windTo(program: Program, target: number): Promise<void> {
  for (let now = await readClock(program); !(now >= target); now = await readClock(program)) {
    if (!Number.isNaN(now)) {
      await program.call("POST", "/api/sandbox/clock", { advanceHours: (target - now) / HOUR_MS });
    }
  }
}

/** Acts whenever the clock has come on by a step, a little later each time by chance; says the sum of what came of it. */
async function atEachStep(
  program: Program,
  { until, seed, act }: { readonly until: Promise<void>; readonly seed: number; readonly act: () => Promise<number> },
): Promise<number> {
  const random = seededRandom(seed);
  const progress = { over: false };
  const end = until.finally(() => {
    progress.over = true;
  });
  let sum = 0;
  for (let before = 0; !progress.over;) {
    const now = await readClock(program);
    if (now - before > HOUR_MS) {
      before = now;
      for (let asks = Math.floor(random.next() * 30); asks > 0; asks -= 1) {
        await program.call("GET", "/healthz");
      }
      sum += await act();
    }
  }
  await end;
  return sum;
}

/** Does something again until it is not in the way of a lost connection. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (thrown) {
      if (tries === 20) {
        throw thrown;
      }
    }
  }
}

async function readiness(program: Program, status: number): Promise<void> {
  while ((await program.call("GET", "/readyz")).status !== status) {
    // asked again
  }
}
