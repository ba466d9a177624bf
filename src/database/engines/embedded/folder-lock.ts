import { DatabaseSync } from "node:sqlite";

import { FolderInUseError, FolderNotWritableError } from "../../opening-errors.ts";

/** SQLite's result code for a lock that somebody else holds. */
const BUSY = 5;

/**
 * Takes a data folder for this process, and says how to give it back.
 *
 * What locks is SQLite on an empty file: a lock of the operating system's on that file. So it dies with the process, however
 * that ends; nothing stale is ever left that two starters could fight over; it reaches processes in other containers that share
 * the folder, which a socket named after the path does not; and it is the same on Linux, macOS and Windows. Node itself has no
 * call for such a lock.
 *
 * @throws FolderInUseError, also when this process has the folder already; FolderNotWritableError.
 */
export function lockFolder(folder: string, lockFile: string): () => void {
  const lock = openLockFile(folder, lockFile);
  try {
    lock.exec("begin exclusive");
  } catch (thrown) {
    lock.close();
    throw resultCode(thrown) === BUSY ? new FolderInUseError(folder) : new FolderNotWritableError(folder, null, thrown);
  }
  return () => {
    lock.close();
  };
}

function openLockFile(folder: string, lockFile: string): DatabaseSync {
  try {
    return new DatabaseSync(lockFile, { timeout: 0 });
  } catch (thrown) {
    throw new FolderNotWritableError(folder, null, thrown);
  }
}

function resultCode(thrown: unknown): number | null {
  return thrown instanceof Error && "errcode" in thrown && typeof thrown.errcode === "number"
    ? thrown.errcode & 0xff
    : null;
}
