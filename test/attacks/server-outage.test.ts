import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openServerDatabase } from "../../src/database/index.ts";
import { createEmptyServerDatabase } from "../../src/database/testing/server-databases.ts";
import { seededRandom, silentLogger } from "../../src/kernel/index.ts";
import type { ClockState } from "../../src/web/contract.ts";
import { type Program, startProgram } from "../program.ts";
import { examine } from "./kills/evidence.ts";
import { answerAll, introduce, makeTalkers } from "./kills/people.ts";

const SERVER = process.env["DATABASE_URL"] ?? "";
if (SERVER === "") {
  process.stdout.write("skipped: attacks on a database server, since DATABASE_URL is not set\n");
}

describe.skipIf(SERVER === "")("while the server of a database ends its connections", () => {
  const name = `rekindle_attack_${process.pid}`;
  const admin = new Client({ connectionString: SERVER });
  let url = "";
  let drop: () => Promise<void> = () => Promise.resolve();
  let program: Program;

  beforeAll(async () => {
    ({ url, drop } = await createEmptyServerDatabase(SERVER, name));
    await admin.connect();
    program = await startProgram({
      environment: { DATABASE_URL: url, FOLLOW_UP_MAX_PER_USER_PER_WEEK: "7", LOG_LEVEL: "error" },
    });
  });
  afterAll(async () => {
    await program.stop();
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

  async function readyz(status: number): Promise<void> {
    while ((await program.call("GET", "/readyz")).status !== status) {
      // asked again
    }
  }

  /** Winds on to a moment, as somebody does who tries again when a request fails. */
  async function windTo(target: number): Promise<void> {
    for (;;) {
      const { status, body } = await program.call("GET", "/api/sandbox/clock");
      const hours = status === 200 ? (target - Date.parse((body as ClockState).now)) / 3_600_000 : 1;
      if (hours <= 0) {
        return;
      }
      if (status === 200) {
        await program.call("POST", "/api/sandbox/clock", { advanceHours: hours });
      }
    }
  }

  test("a program goes on, loses nothing and sends nothing twice", { timeout: 240_000 }, async () => {
    const random = seededRandom(7);
    const talkers = makeTalkers(8);
    await introduce(program, talkers);
    const begunAt = Date.parse(((await program.call("GET", "/api/sandbox/clock")).body as ClockState).now);
    let ended = 0;
    for (let round = 1; round <= 6; round += 1) {
      await readyz(200);
      await answerAll(program, talkers);
      let over = false;
      const winding = windTo(begunAt + round * 60 * 3_600_000).finally(() => {
        over = true;
      });
      while (!over) {
        const asks = 1 + Math.floor(random.next() * 12);
        for (let ask = 0; ask < asks; ask += 1) {
          await program.call("GET", "/healthz");
        }
        ended += await endConnections();
      }
      await winding;
    }
    console.log("ended", ended);
    expect(ended).toBeGreaterThan(20);
  });

  test("an hour without the database is survived", async () => {
    await admin.query(`alter database ${name} with allow_connections false`);
    await endConnections();
    await readyz(503);
    await admin.query(`alter database ${name} with allow_connections true`);
    await readyz(200);
  });
});
