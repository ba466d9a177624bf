import { expect, test } from "vitest";

import { killWhileCopying, prepareKills } from "../attacks/kills/copy-kills.ts";
import { temporaryFolder } from "../attacks/process.ts";

const MOMENTS = [1, 10, 100, 300, 500, 700, 800, 900, 950, 970, "opened", "opened", "opened"] as const;

test.each(["copy", "restore"] as const)(
  `${MOMENTS.length} kills at all moments of a %s lose nothing, and the next try does it each time (embedded)`,
  { timeout: 900_000 },
  async (what) => {
    const dataDir = await temporaryFolder();
    await prepareKills(dataDir, 20_000);
    for (const at of MOMENTS) {
      expect(await killWhileCopying(dataDir, { what, at })).toEqual({ messages: 20_000, copies: 1, left: [] });
    }
  },
);
