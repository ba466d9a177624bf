import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, realpath, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { invariant } from "../../../kernel/index.ts";
import { systemCode } from "../../error-translation.ts";
import { FolderNotWritableError, FolderVersionError } from "../../opening-errors.ts";
import { makeDataImage, readCachedDataImage } from "./data-image.ts";
import { EMBEDDED_MAJOR_VERSION } from "./start-pglite.ts";
import { unpackImage } from "./unpack-image.ts";

const UNFINISHED = ".unfinished-";

/** Makes the folder where it is missing and says its real path, so that two ways to write one path mean one folder. */
export async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await realpath(folder);
  } catch (thrown) {
    throw new FolderNotWritableError(folder, systemCode(thrown), thrown);
  }
}

/**
 * Sees to it that `dataFolder` is a PostgreSQL data directory that the embedded version can run. A new one appears whole or
 * not at all, whenever the process is killed. The caller holds the lock.
 *
 * @throws FolderVersionError, FolderNotWritableError.
 */
export async function prepareDataFolder(dataFolder: string): Promise<void> {
  const version = await versionOf(dataFolder);
  if (version === EMBEDDED_MAJOR_VERSION) {
    return;
  }
  if (version !== null) {
    throw new FolderVersionError(dataFolder, version, EMBEDDED_MAJOR_VERSION);
  }
  try {
    await removeUnfinished(dataFolder);
    const unfinished = `${dataFolder}${UNFINISHED}${randomUUID()}`;
    await makeDataFolder(unfinished);
    await rename(unfinished, dataFolder);
  } catch (thrown) {
    throw new FolderNotWritableError(dataFolder, systemCode(thrown), thrown);
  }
}

async function versionOf(dataFolder: string): Promise<string | null> {
  try {
    return (await readFile(join(dataFolder, "PG_VERSION"), "utf8")).trim();
  } catch {
    return null;
  }
}

async function removeUnfinished(dataFolder: string): Promise<void> {
  const parent = dirname(dataFolder);
  const left = (await readdir(parent)).filter((name) => join(parent, name).startsWith(dataFolder + UNFINISHED));
  await Promise.all(left.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

// A process that ran initdb keeps two hundred megabytes for the rest of its life, so another process does it. Where there can be
// none (a bundle has no such file, and its executable may be the host's own program) it happens here.
async function makeDataFolder(folder: string): Promise<void> {
  const image = await readCachedDataImage();
  if (image !== null) {
    await unpackImage(image, folder);
    return;
  }
  try {
    invariant(!("electron" in process.versions), "Electron's executable is not Node");
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const program = fileURLToPath(new URL(`./make-data-folder.${extension}`, import.meta.url));
    await access(program);
    await promisify(execFile)(process.execPath, [program, folder]);
  } catch {
    await rm(folder, { recursive: true, force: true });
    await unpackImage(await makeDataImage(), folder);
  }
}
