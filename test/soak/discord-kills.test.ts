import { expect, test } from "vitest";

import { describeOnServer } from "../../src/database/testing/index.ts";
import { MINUTE_MS } from "../../src/kernel/index.ts";
import { killAgainAndAgain } from "../discord/attacks/kills/kill-run.ts";

const KILLS = 120;

describeOnServer("two processes of which one is killed at each step", (create) => {
  test(
    "deliver each follow-up once; where nobody may look they deliver none twice, and say what they cannot tell",
    { timeout: 30 * MINUTE_MS },
    async () => {
      const report = await killAgainAndAgain({ databaseUrl: await create(), kills: KILLS, seed: 7 });
      process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      expect(report).toMatchObject({ broken: [], people: 3 * KILLS });
      expect(report.mostHits).toBeLessThanOrEqual(2);
      expect(report.unknown).toBeGreaterThan(0);
      expect(report.unknown).toBeLessThan(report.people / 3);
      expect(report.status).toContain(`${report.unknown} whose arrival is unknown`);
    },
  );
});
