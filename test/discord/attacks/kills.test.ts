import { expect, test } from "vitest";

import { describeOnServer } from "../../../src/database/testing/index.ts";
import { killAgainAndAgain } from "./kills/kill-run.ts";

describeOnServer("two processes of which one is killed again and again", (create) => {
  test("deliver each follow-up once", { timeout: 120_000 }, async () => {
    const report = await killAgainAndAgain({ databaseUrl: await create(), kills: 6, seed: 1 });
    expect(report).toMatchObject({ broken: [], people: 18 });
    expect(report.mostHits).toBeLessThanOrEqual(2);
    expect(report.crashedRuns).toBeGreaterThan(0);
    expect(report.status).toContain(`${report.unknown} whose arrival is unknown`);
  });
});
