import fc from "fast-check";
import { expect, test, vi } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { history } from "../walls/histories.ts";
import { chatterbox, playHistories } from "../walls/walls.ts";

vi.setConfig({ testTimeout: 3_600_000 });

const STAGES = 100;
const PEOPLE = 100;

describeOnEachDatabase("what was said in one place", (open) => {
  test("is never heard in another that must not hear it, in 10,000 histories, half of them with a model", async () => {
    let heard = 0;
    let texts = 0;
    let followUps = 0;
    for (let stage = 0; stage < STAGES; stage += 1) {
      const histories = fc.sample(history, { seed: stage, numRuns: PEOPLE });
      const report = await playHistories(open, histories, stage % 2 === 0 ? chatterbox() : null);
      expect(report.leaks, `seed ${stage}`).toEqual([]);
      ({ heard, texts, followUps } = {
        heard: heard + report.heard,
        texts: texts + report.texts,
        followUps: followUps + report.followUps,
      });
      process.stdout.write(
        `${(stage + 1) * PEOPLE} histories: ${texts} texts, ${followUps} follow-ups, ${heard} words heard again\n`,
      );
    }
    expect(followUps).toBeGreaterThan((STAGES * PEOPLE) / 4);
  });
});
