import { readFile } from "node:fs/promises";

import { describe, expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { monotonicMs } from "../../src/kernel/index.ts";
import { launch, temporaryFolder } from "../attacks/process.ts";
import { startDiscordProgram } from "../discord/program/discord-program.ts";
import { openScene } from "../discord/stand-in-fixture.ts";
import { fillLiveFolder } from "../live-folder.ts";

const PEOPLE = 50;
const MOST_MB = 400;
const MOST_MINUTES = 5;

async function residentMb(pid: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024;
}

describe("a bot on a small server (embedded)", () => {
  test(
    `stays under ${MOST_MB} MB with ${PEOPLE} people, right after all of them have talked, and after its next start`,
    { timeout: 300_000 },
    async () => {
      const { standIn, server } = await openScene({ patienceMs: 120_000 });
      const program = await startDiscordProgram(standIn);
      const servers = [{ serverId: server.id }];
      for (let index = 0; index < PEOPLE; index += 1) {
        const { id } = standIn.addPerson({ name: `person${index}`, servers });
        for (const text of ["good evening", "I have an exam on Friday, and I am nervous about it", "wish me luck"]) {
          await standIn.say(id, "dm", text);
        }
      }
      await standIn.waitFor(() => standIn.posted.length >= PEOPLE, "a question to each of them");
      const megabytes = await residentMb(program.pid);
      expect(megabytes).toBeLessThan(MOST_MB);
      expect(await program.stop()).toBe(0);
    },
  );
});

describeOnServer("rekindle move", (create) => {
  test(
    `carries 100,000 people with 1,000,000 messages in less than ${MOST_MINUTES} minutes`,
    { timeout: 900_000 },
    async () => {
      const dataDir = await temporaryFolder();
      await fillLiveFolder(dataDir, { people: 100_000, messages: 1_000_000 });
      const begunMs = monotonicMs();
      const words = ["move", "--to", await create()];
      const { code, stdout } = await launch({ environment: { REKINDLE_DATA_DIR: dataDir }, words }).ended;
      const minutes = (monotonicMs() - begunMs) / 60_000;
      expect(code).toBe(0);
      expect(stdout).toContain("counted and compared on both sides");
      expect(minutes).toBeLessThan(MOST_MINUTES);
    },
  );
});
