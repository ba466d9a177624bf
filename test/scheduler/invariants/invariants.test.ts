import { describe, expect, test } from "vitest";

import { whyNoOwnServer } from "./own-server.ts";
import { runChaos } from "./run-chaos.ts";

const OBSTACLE = (process.env["DATABASE_URL"] ?? "") === "" ? "DATABASE_URL is not set" : whyNoOwnServer();
const SKIPPED = OBSTACLE === null ? "" : ` (skipped: ${OBSTACLE})`;
const SEED = 20_260_801;

// The long form is `test/soak/scheduler-invariants.soak.ts`.
describe.skipIf(OBSTACLE !== null)(`four workers on a server of their own${SKIPPED}`, () => {
  test(
    "lose nothing, run nothing twice and nothing early while they are killed, stopped, cut off and their server restarts",
    { timeout: 180_000 },
    async () => {
      const { broken, figures } = await runChaos({
        kills: 12,
        terminations: 3,
        restarts: 1,
        silences: 3,
        everyMs: 600,
        keys: 50,
        requestsPerSecond: 40,
        poison: true,
        seed: SEED,
      });

      expect(broken, `seed ${SEED}: ${JSON.stringify(figures)}`).toEqual([]);
      expect(figures).toMatchObject({ killed: 12, restarts: 1, silences: 3 });
      expect(figures["runs"]).toBeGreaterThan(300);
      expect(figures["rescued"]).toBeGreaterThan(10);
      expect(figures["effects"]).toBeGreaterThan(50);
      expect(figures["lateMostMs"], JSON.stringify(figures)).toBeLessThan(30_000);
    },
  );
});
