import type { DatabaseCopy } from "./engines/embedded/copies.ts";
import type { RestoreOptions } from "./engines/embedded/restore.ts";

/** The copies of an embedded database, the newest first. */
export async function listDatabaseCopies(copiesFolder: string): Promise<readonly DatabaseCopy[]> {
  const { listCopies } = await import("./engines/embedded/copies.ts");
  return listCopies(copiesFolder);
}

/** The names of the data directories in a folder that were set aside, the newest last. */
export async function listSetAside(folder: string): Promise<readonly string[]> {
  const { listAside } = await import("./engines/embedded/folder-names.ts");
  return listAside(`${folder}/postgres`);
}

/**
 * Goes back to a copy of an embedded database. It is opened, read through and prepared first; then the present data directory is set
 * aside, whole, and the copy takes its place. Where the process is killed in between, the next one that opens the folder finishes it;
 * before that, nothing has changed.
 *
 * @returns where the present data directory was put; `null` where there was none.
 * @throws FolderInUseError, FolderNotWritableError; CopyNotFoundError, CopyDamagedError, after which nothing has changed.
 */
export async function restoreCopy(options: RestoreOptions): Promise<{ readonly setAsideAs: string | null }> {
  const { restore } = await import("./engines/embedded/restore.ts"); // PGlite only for who wants it
  return restore(options);
}
