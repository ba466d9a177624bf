import { expect, test } from "vitest";

import { killWhileCopying, prepareKills } from "./kills/copy-kills.ts";
import { temporaryFolder } from "./process.ts";

// The long form is `test/soak/copy-kills.test.ts`.
test(
  "a kill in the middle of a copy, or of going back to one, loses nothing, and the next try does it",
  { timeout: 120_000 },
  async () => {
    const dataDir = await temporaryFolder();
    await prepareKills(dataDir, 200);
    for (const what of ["copy", "restore"] as const) {
      expect(await killWhileCopying(dataDir, { what, at: 300 })).toEqual({ messages: 200, copies: 1, left: [] });
    }
  },
);
