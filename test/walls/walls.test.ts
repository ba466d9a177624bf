import fc from "fast-check";
import { expect, test, vi } from "vitest";

import { describeOnEachDatabase } from "../../src/database/testing/index.ts";
import { history } from "./histories.ts";
import { chatterbox, gossip, playHistories } from "./walls.ts";

// A busy machine may take long for a hundred lives; a test that waits for nothing real ends all the same.
vi.setConfig({ testTimeout: 120_000 });

const SEED = 20_260_301;
const PEOPLE = 25;

describeOnEachDatabase("what was said in one place", (open) => {
  test("is never heard in another that must not hear it, from templates", async () => {
    const report = await playHistories(open, fc.sample(history, { seed: SEED, numRuns: PEOPLE }), null);

    expect(report.leaks).toEqual([]);
    expect(report.heard).toBeGreaterThan(0);
    expect(report.followUps).toBeGreaterThan(0);
  });

  test("is never heard in another that must not hear it, from a model that repeats whatever it is told", async () => {
    const report = await playHistories(open, fc.sample(history, { seed: SEED + 1, numRuns: PEOPLE }), chatterbox());

    expect(report.leaks).toEqual([]);
    expect(report.heard).toBeGreaterThan(report.followUps);
  });

  test("is found in the wrong place by this very test when a model passes on what it was told elsewhere", async () => {
    const report = await playHistories(open, fc.sample(history, { seed: SEED, numRuns: 5 }), gossip());

    expect(report.leaks.length).toBeGreaterThan(0);
  });
});
