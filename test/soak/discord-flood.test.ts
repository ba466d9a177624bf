import { expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { MINUTE_MS } from "../../src/kernel/index.ts";
import { temporaryFolder } from "../attacks/process.ts";
import { COMMAND_PATIENCE_MS, flood } from "../discord/attacks/flood.ts";

describeOnServer("a flood", (create) => {
  test(
    "10,000 follow-ups due in the same minute keep to the limits and their order, and commands are answered; of 100 new chats ten are opened",
    { timeout: 30 * MINUTE_MS },
    async () => {
      const [databaseUrl, dataDir] = [await create(), await temporaryFolder()];
      const report = await flood({
        open: 10_000,
        unopened: 100,
        databaseUrl,
        dataDir,
        patienceMs: 20 * MINUTE_MS,
      });
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      expect(report).toMatchObject({ toOpen: 10_000, toUnopened: 10, twice: 0, breaches: 0, refused: 0, waiting: 90 });
      expect(report.states).toEqual({ sent: 10_010, queued: 90 });
      expect(report.mostInASecond).toBeLessThanOrEqual(50);
      expect(report.outOfTurn).toBeLessThanOrEqual(500); // a few seconds
      expect(Math.max(...report.commandMs)).toBeLessThan(COMMAND_PATIENCE_MS);
    },
  );

  test.each([2, 4])(
    "on %i processes keeps to the limits of the bot that they are together",
    { timeout: 10 * MINUTE_MS },
    async (processes) => {
      const [databaseUrl, dataDir] = [await create(), await temporaryFolder()];
      const plan = { open: 3000, unopened: 30, databaseUrl, dataDir, processes, patienceMs: 5 * MINUTE_MS };
      const report = await flood(plan);
      process.stdout.write(`${JSON.stringify({ processes, ...report }, null, 2)}\n`);
      expect(report).toMatchObject({ toOpen: 3000, toUnopened: 10, twice: 0, breaches: 0, refused: 0, waiting: 20 });
      expect(report.mostInASecond).toBeLessThanOrEqual(50);
      expect(Math.max(...report.commandMs)).toBeLessThan(COMMAND_PATIENCE_MS);
    },
  );
});
