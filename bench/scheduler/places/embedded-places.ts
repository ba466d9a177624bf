import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Places } from "./places.ts";

/** A new folder for each measurement. */
export function embeddedPlaces(): Promise<Places> {
  const folders = new Set<string>();

  async function remove(folder: string): Promise<void> {
    folders.delete(folder);
    await rm(folder, { recursive: true, force: true });
  }

  return Promise.resolve({
    fresh: async () => {
      const address = await mkdtemp(join(tmpdir(), "rekindle-bench-embedded-"));
      folders.add(address);
      return { address, vacuum: nothing, checkpoint: nothing, remove: () => remove(address) };
    },
    close: async () => {
      await Promise.all([...folders].map(remove));
    },
  });
}

const nothing = (): Promise<void> => Promise.resolve();
