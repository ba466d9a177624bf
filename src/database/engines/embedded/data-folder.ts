import { access, constants, mkdir, readdir, readFile, realpath, rename, rm, stat, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { systemCode } from "../../error-translation.ts";
import {
  FolderDamagedError,
  FolderNotWritableError,
  FolderToRestoreError,
  FolderVersionError,
} from "../../opening-errors.ts";
import { copyNames } from "./copies.ts";
import { makeDataImage, readCachedDataImage } from "./data-image.ts";
import {
  asideName,
  type AsideReason,
  listAside,
  removeUnfinished,
  restoredBeside,
  unfinishedBeside,
} from "./folder-names.ts";
import { findOwnProgram } from "./own-program.ts";
import { EMBEDDED_MAJOR_VERSION } from "./start-pglite.ts";
import { unpackImage } from "./unpack-image.ts";

/** With less room than this PostgreSQL cannot start, however well its files are. */
const ROOM_BYTES = 16 * 1024 * 1024;

/** A data directory, and where copies of it are. */
export interface DataFolder {
  readonly dataFolder: string;
  readonly copiesFolder: string | null;
}

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
 * not at all, whenever the process is killed; and only where there is nothing that could be restored. The caller holds the lock.
 *
 * @throws FolderVersionError, FolderNotWritableError, FolderDamagedError, FolderToRestoreError.
 */
export async function prepareDataFolder(folder: DataFolder): Promise<void> {
  const { dataFolder } = folder;
  await finishRestore(dataFolder);
  const version = await versionOf(dataFolder);
  if (version === EMBEDDED_MAJOR_VERSION) {
    return;
  }
  if (version !== null) {
    throw new FolderVersionError(dataFolder, version, EMBEDDED_MAJOR_VERSION);
  }
  if (await exists(dataFolder)) {
    throw await setDamagedAside(folder, null);
  }
  const advice = await adviceOn(folder);
  if (advice !== null) {
    throw new FolderToRestoreError(dirname(dataFolder), advice);
  }
  try {
    await removeUnfinished(dataFolder);
    const unfinished = unfinishedBeside(dataFolder);
    await makeDataFolder(unfinished);
    await rename(unfinished, dataFolder);
  } catch (thrown) {
    throw new FolderNotWritableError(dataFolder, systemCode(thrown), thrown);
  }
}

/** Puts the copy that is to be restored into its place, if there is one; also after a kill at any moment of this. */
export async function finishRestore(dataFolder: string): Promise<string | null> {
  const restored = restoredBeside(dataFolder);
  if (!(await exists(restored))) {
    return null;
  }
  const aside = (await exists(dataFolder)) ? await putAside(dataFolder, "replaced") : null;
  await rename(restored, dataFolder);
  return aside;
}

/**
 * What is to be thrown for a data directory on which the embedded database does not start: it is put aside first, unless that may not
 * be its own fault.
 */
export async function setDamagedAside(folder: DataFolder, cause: unknown): Promise<Error> {
  const { dataFolder } = folder;
  const barred = await findBarred(dataFolder);
  if (barred !== null) {
    return new FolderNotWritableError(barred, "EACCES", cause);
  }
  const { bavail, bsize } = await statfs(dataFolder);
  if (bavail * bsize < ROOM_BYTES || cause instanceof RangeError) {
    return new FolderDamagedError(dataFolder, { setAsideAs: null, advice: "" }, cause);
  }
  const setAsideAs = await putAside(dataFolder, "damaged");
  return new FolderDamagedError(dataFolder, { setAsideAs, advice: (await adviceOn(folder)) ?? "" }, cause);
}

async function putAside(dataFolder: string, reason: AsideReason): Promise<string> {
  const aside = asideName(dataFolder, reason);
  await rename(dataFolder, aside);
  return aside;
}

/** What a person can do now; `null` where there is nothing that could be restored. */
async function adviceOn({ dataFolder, copiesFolder }: DataFolder): Promise<string | null> {
  const aside = await listAside(dataFolder);
  const copies = copiesFolder === null ? [] : await copyNames(copiesFolder);
  const [newest] = copies;
  if (aside.length === 0 && newest === undefined) {
    return null;
  }
  const elsewhere = `to begin with an empty database, move what is in ${dirname(dataFolder)}${newest === undefined ? "" : ` and ${String(copiesFolder)}`} elsewhere`;
  return newest === undefined
    ? `There is no copy. Either ${elsewhere}; or \`rekindle restore ${aside.at(-1) ?? ""}\` once it has been mended`
    : `There are ${copies.length} copies: \`rekindle restore\` lists them, \`rekindle restore ${newest}\` goes back to the newest; ${elsewhere}`;
}

/** A file that this user may not read and write: then another user has been at work, and nothing is damaged. */
async function findBarred(folder: string): Promise<string | null> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    try {
      await access(path, constants.R_OK | constants.W_OK);
    } catch {
      return path;
    }
  }
  return null;
}

async function versionOf(dataFolder: string): Promise<string | null> {
  try {
    return (await readFile(join(dataFolder, "PG_VERSION"), "utf8")).trim();
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") {
      return false;
    }
    throw new FolderNotWritableError(basename(path), systemCode(thrown), thrown);
  }
}

// A process that ran initdb keeps two hundred megabytes for the rest of its life, so another process does it, where there can be one.
async function makeDataFolder(folder: string): Promise<void> {
  const image = await readCachedDataImage();
  if (image !== null) {
    await unpackImage(image, folder);
    return;
  }
  const make = await findOwnProgram("make-data-folder");
  try {
    await make?.(folder);
  } catch {
    await rm(folder, { recursive: true, force: true });
  }
  if (!(await exists(folder))) {
    await unpackImage(await makeDataImage(), folder);
  }
}
