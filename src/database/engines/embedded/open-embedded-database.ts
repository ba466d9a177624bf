import { join } from "node:path";

import type { Logger } from "../../../kernel/index.ts";
import { createDatabase } from "../../database.ts";
import type { Database } from "../../database-types.ts";
import type { EmbeddedDatabaseOptions } from "../../open-options.ts";
import { FolderDamagedError } from "../../opening-errors.ts";
import { makeFolder, prepareDataFolder } from "./data-folder.ts";
import { readCachedDataImage } from "./data-image.ts";
import type { EmbeddedPGlite } from "./embedded-pglite.ts";
import { lockFolder } from "./folder-lock.ts";
import { createPGliteEngine } from "./pglite-engine.ts";
import { startPGlite } from "./start-pglite.ts";
import { startUpkeep } from "./upkeep.ts";

/** See `openEmbeddedDatabase` in `open-database.ts`, which loads this file. */
export async function openEmbedded({ folder, logger }: EmbeddedDatabaseOptions): Promise<Database> {
  if (folder === null) {
    const image = await readCachedDataImage();
    return databaseOn(await startPGlite(image === null ? {} : { loadDataDir: image }), {
      logger,
      unlock: () => undefined,
    });
  }
  const realFolder = await makeFolder(folder);
  const unlock = lockFolder(realFolder, join(realFolder, "lock"));
  try {
    const dataFolder = join(realFolder, "postgres");
    await prepareDataFolder(dataFolder);
    return databaseOn(await startOn(dataFolder), { logger, unlock });
  } catch (thrown) {
    unlock();
    throw thrown;
  }
}

async function startOn(dataFolder: string): Promise<EmbeddedPGlite> {
  try {
    return await startPGlite({ dataDir: dataFolder });
  } catch (thrown) {
    throw new FolderDamagedError(dataFolder, thrown);
  }
}

function databaseOn(
  pglite: EmbeddedPGlite,
  { logger, unlock }: { readonly logger: Logger; readonly unlock: () => void },
): Database {
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
      await pglite.close();
    } finally {
      unlock();
    }
  });
  return createDatabase(engine, logger);
}
