import { rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { CopyDamagedError, CopyNotFoundError } from "../../copy-errors.ts";
import { createDatabase } from "../../database.ts";
import type { Database } from "../../database-types.ts";
import { silentLogger } from "../../../kernel/index.ts";
import { copyNames } from "./copies.ts";
import { finishRestore, makeFolder } from "./data-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { listAside, removeUnfinished, restoredBeside, unfinishedBeside } from "./folder-names.ts";
import { createPGliteEngine } from "./pglite-engine.ts";
import { readThrough } from "./read-through.ts";
import { startPGlite } from "./start-pglite.ts";
import { copyFolder, syncFolder } from "./synced-folder.ts";

/** What is to be restored. */
export interface RestoreOptions {
  readonly folder: string;
  readonly copiesFolder: string;
  /** The name of a copy, or of a data directory that was set aside. */
  readonly copy: string;
  /** Run on what is restored before it takes its place. */
  readonly prepare: (database: Database) => Promise<void>;
}

/** See `restoreCopy` in `embedded-copies.ts`, which loads this file. */
export async function restore(options: RestoreOptions): Promise<{ readonly setAsideAs: string | null }> {
  const folder = await makeFolder(options.folder);
  const unlock = lockFolder(folder, join(folder, "lock"));
  try {
    const dataFolder = join(folder, "postgres");
    const source = await findSource(dataFolder, options);
    await removeUnfinished(dataFolder);
    const unfinished = unfinishedBeside(dataFolder);
    try {
      await copyFolder(source, unfinished);
      await proveAndPrepare(unfinished, options);
      await syncFolder(unfinished);
    } catch (thrown) {
      await rm(unfinished, { recursive: true, force: true });
      throw thrown;
    }
    await rm(restoredBeside(dataFolder), { recursive: true, force: true }); // of an earlier one that was killed: a copy of a copy
    await rename(unfinished, restoredBeside(dataFolder));
    return { setAsideAs: await finishRestore(dataFolder) };
  } finally {
    unlock();
  }
}

async function findSource(dataFolder: string, { copiesFolder, copy }: RestoreOptions): Promise<string> {
  if ((await copyNames(copiesFolder)).includes(copy)) {
    return join(copiesFolder, copy);
  }
  if ((await listAside(dataFolder)).includes(copy)) {
    return join(dirname(dataFolder), copy);
  }
  throw new CopyNotFoundError(copy);
}

async function proveAndPrepare(dataFolder: string, { copy, prepare }: RestoreOptions): Promise<void> {
  const pglite = await startPGlite({ dataDir: dataFolder }).catch((thrown: unknown) => {
    throw new CopyDamagedError(copy, thrown);
  });
  const database = createDatabase(
    createPGliteEngine(pglite, () => pglite.close()),
    silentLogger,
  );
  try {
    await readThrough(pglite).catch((thrown: unknown) => {
      throw new CopyDamagedError(copy, thrown);
    });
    await prepare(database);
  } finally {
    await database.close();
  }
}
