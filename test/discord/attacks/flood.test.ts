import { expect, test } from "vitest";

import { temporaryFolder } from "../../attacks/process.ts";
import { flood } from "./flood.ts";

test(
  "sixty follow-ups due at once leave in order and once each; of fifteen new chats ten are opened",
  { timeout: 60_000 },
  async () => {
    const dataDir = await temporaryFolder();
    const report = await flood({ open: 60, unopened: 15, databaseUrl: null, dataDir, patienceMs: 40_000 });
    // How many requests came in which second is a matter for the soak: here a busy machine bunches them.
    expect(report).toMatchObject({ toOpen: 60, toUnopened: 10, twice: 0, waiting: 5 });
    expect(report.states).toEqual({ sent: 70, queued: 5 });
    expect(report.outOfTurn).toBeLessThanOrEqual(20);
  },
);
