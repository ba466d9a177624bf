import { join } from "node:path";

import type { Logger } from "../../../kernel/index.ts";
import { createDatabase } from "../../database.ts";
import type { Database } from "../../database-types.ts";
import type { EmbeddedDatabaseOptions } from "../../open-options.ts";
import { type Copying, startCopying } from "./copying.ts";
import { type DataFolder, makeFolder, prepareDataFolder, setDamagedAside } from "./data-folder.ts";
import { readCachedDataImage } from "./data-image.ts";
import type { EmbeddedPGlite } from "./embedded-pglite.ts";
import { lockFolder } from "./folder-lock.ts";
import { createPGliteEngine } from "./pglite-engine.ts";
import { startPGlite } from "./start-pglite.ts";
import { startUpkeep } from "./upkeep.ts";

/** See `openEmbeddedDatabase` in `open-database.ts`, which loads this file. */
export async function openEmbedded({
  folder,
  logger,
  copiesFolder = null,
  makesCopies = false,
}: EmbeddedDatabaseOptions): Promise<Database> {
  if (folder === null) {
    const image = await readCachedDataImage();
    return databaseOn(await startPGlite(image === null ? {} : { loadDataDir: image }), {
      logger,
      copying: null,
      unlock: () => undefined,
    });
  }
  const realFolder = await makeFolder(folder);
  const unlock = lockFolder(realFolder, join(realFolder, "lock"));
  try {
    const dataFolder = join(realFolder, "postgres");
    await prepareDataFolder({ dataFolder, copiesFolder });
    const pglite = await startOn({ dataFolder, copiesFolder });
    const copying =
      makesCopies && copiesFolder !== null ? startCopying(pglite, { dataFolder, copiesFolder, logger }) : null;
    return databaseOn(pglite, { logger, copying, unlock });
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

async function startOn(folder: DataFolder): Promise<EmbeddedPGlite> {
  try {
    return await startPGlite({ dataDir: folder.dataFolder });
  } catch (thrown) {
    throw await setDamagedAside(folder, thrown);
  }
}

interface DatabaseParts {
  readonly logger: Logger;
  readonly copying: Copying | null;
  readonly unlock: () => void;
}

function databaseOn(pglite: EmbeddedPGlite, { logger, copying, unlock }: DatabaseParts): Database {
  const stopUpkeep = startUpkeep(pglite, logger);
  pglite.onPanic = (error) => {
    stopUpkeep();
    logger.error(
      { error: error.message },
      "the embedded database has given up and refuses everything from now on: start the program again, and see that the disk has room",
    );
  };
  const engine = createPGliteEngine(pglite, async () => {
    stopUpkeep();
    try {
      await copying?.stop();
      await pglite.close();
      if (pglite.panic === null) {
        await copying?.copyClosed();
      }
    } finally {
      unlock();
    }
  });
  return createDatabase(engine, logger);
}
