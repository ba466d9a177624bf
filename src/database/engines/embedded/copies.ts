import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { DAY_MS, systemClock } from "../../../kernel/index.ts";
import { momentName, namesIn, removeUnfinished, unfinishedBeside } from "./folder-names.ts";
import { findOwnProgram } from "./own-program.ts";
import { copyFolder, syncFolder } from "./synced-folder.ts";

/** A copy of the data directory. */
export interface DatabaseCopy {
  /** The moment at which it was made, as a file's name. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** Of so many days one copy is kept. */
const DAYS = 7;
const NAME = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/;

/**
 * Copies a data directory. The copy is there whole or not at all, it is on the disk, and it was opened and read through by another
 * process. Then the older ones of the same day are deleted, and those of days too long ago.
 *
 * @param hold - runs what it is given while nothing is written to the data directory.
 */
export async function makeCopy(
  dataFolder: string,
  copiesFolder: string,
  hold: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  await mkdir(copiesFolder, { recursive: true, mode: 0o700 });
  await removeUnfinished(join(copiesFolder, "copy"));
  const unfinished = unfinishedBeside(join(copiesFolder, "copy"));
  try {
    await hold(() => copyFolder(dataFolder, unfinished));
    const prove = await findOwnProgram("prove-data-folder");
    await prove?.(unfinished);
    await syncFolder(unfinished);
    await rename(unfinished, join(copiesFolder, momentName()));
  } catch (thrown) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined); // the next copy begins with it
    throw thrown;
  }
  await prune(copiesFolder);
}

/** The names of the copies, the newest first. */
export async function copyNames(copiesFolder: string): Promise<readonly string[]> {
  return (await namesIn(copiesFolder))
    .filter((name) => NAME.test(name))
    .toSorted()
    .toReversed();
}

/** The copies, the newest first. */
export async function listCopies(copiesFolder: string): Promise<readonly DatabaseCopy[]> {
  const names = await copyNames(copiesFolder);
  return Promise.all(
    names.map(async (name) => {
      const path = join(copiesFolder, name);
      return { name, path, bytes: await sizeOf(path) };
    }),
  );
}

/** The moment that a copy's name stands for. */
export function momentOfCopy(name: string): Date {
  return new Date(name.replace(NAME, "$1T$2:$3:$4"));
}

/** Whether none was made in the last 24 hours. */
export async function copyIsDue(copiesFolder: string): Promise<boolean> {
  const [newest] = await copyNames(copiesFolder);
  return newest === undefined || systemClock.now().getTime() - momentOfCopy(newest).getTime() >= DAY_MS;
}

// Only the newest of a day: many restarts in an hour must not push out what is a week old.
async function prune(copiesFolder: string): Promise<void> {
  const days = new Set<string>();
  for (const name of await copyNames(copiesFolder)) {
    const day = name.replace(NAME, "$1");
    if (days.has(day) || days.size === DAYS) {
      await rm(join(copiesFolder, name), { recursive: true, force: true });
    } else {
      days.add(day);
    }
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      bytes += (await stat(join(entry.parentPath, entry.name))).size;
    }
  }
  return bytes;
}
