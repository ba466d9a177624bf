import { expect, test } from "vitest";

import { killDuringWind } from "./kills/kill-during-wind.ts";

// The long form is `test/soak/kill-during-wind.soak.ts`.
test(
  "a program that is killed four times while its clock is wound loses no follow-up and sends none twice",
  { timeout: 300_000 },
  async () => {
    const { broken, kills, followUps, mostCrashesOfAJob } = await killDuringWind({
      kills: 4,
      people: 4,
      seed: 20_260_801,
    });

    expect(broken).toEqual([]);
    expect(Object.values(kills).reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(followUps).toBeGreaterThan(8);
    expect(mostCrashesOfAJob, "crashes of one job, of which the third would be its quarantine").toBeLessThan(3);
  },
);
