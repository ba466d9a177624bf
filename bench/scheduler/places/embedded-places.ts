import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Places } from "./places.ts";

/** A new folder for each measurement. */
export function embeddedPlaces(): Promise<Places> {
  return Promise.resolve({
    fresh: async () => {
      const address = await mkdtemp(join(tmpdir(), "rekindle-bench-embedded-"));
      return {
        address,
        rest: () => Promise.resolve(),
        remove: () => rm(address, { recursive: true, force: true }),
      };
    },
    close: () => Promise.resolve(),
  });
}
