import { expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { MINUTE_MS } from "../../src/kernel/index.ts";
import { throughBadRest } from "../discord/attacks/bad-rest/bad-rest-run.ts";

const WAVES = 8;
const PEOPLE_IN_WAVE = 300;
const COMMANDS = 60;
/** What a process may grow by, from the second wave to the last. */
const MOST_GROWTH_MB = 120;

describeOnServer("two processes on a Discord that hangs, closes, refuses and fails at random", (create) => {
  test(
    "deliver each follow-up once and answer each command once, and do not grow",
    { timeout: 40 * MINUTE_MS },
    async () => {
      const plan = { seed: 11, waves: WAVES, peopleInWave: PEOPLE_IN_WAVE, commands: COMMANDS };
      const report = await throughBadRest({ databaseUrl: await create(), ...plan });
      process.stdout.write(`${JSON.stringify(report)}\n`);
      expect(report).toMatchObject({ broken: [], people: WAVES * PEOPLE_IN_WAVE, unknown: 0, commandsBroken: 0 });
      expect(report.received).toBe(WAVES * PEOPLE_IN_WAVE);
      expect(report.commandsAnswered + report.commandsUnlucky).toBe(WAVES * COMMANDS);
      expect(report.commandsUnlucky).toBeLessThan((WAVES * COMMANDS) / 20);
      expect(Math.min(...Object.values(report.troubles))).toBeGreaterThan(0);
      const [, first = [], ...others] = report.residentMb;
      const growths = first.map((mb, process) => (others.at(-1)?.[process] ?? 0) - mb);
      expect(Math.max(...growths)).toBeLessThan(MOST_GROWTH_MB);
    },
  );
});
