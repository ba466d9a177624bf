import { join } from "node:path";

import { expect, test } from "vitest";

import { temporaryFolder } from "../attacks/process.ts";
import { killWriters } from "../database/kill-writers.ts";

// Each start after a kill recovers, which takes a second.
test(
  "every acknowledged row of the embedded database survives a kill, however often (embedded)",
  { timeout: 600_000 },
  async () => {
    const folder = join(await temporaryFolder(), "data");
    expect(await killWriters({ folder, kills: 30, seed: 20_261_124 })).toEqual({ lost: [], byHalf: 0 });
  },
);
