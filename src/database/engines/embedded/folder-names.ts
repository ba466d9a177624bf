import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { systemClock } from "../../../kernel/index.ts";

/** Folders beside the data directory, named after it. */
const UNFINISHED = ".unfinished-";
const RESTORED = ".restored";
/** Why a data directory was put aside. */
export type AsideReason = "damaged" | "replaced";
const ASIDE = /\.(damaged|replaced)-\d{4}-/;

/** Where something is made that is not there before it is whole. */
export function unfinishedBeside(folder: string): string {
  return `${folder}${UNFINISHED}${randomUUID()}`;
}

/** Deletes what was begun beside a folder by a process that did not live to finish it. The caller holds the lock. */
export async function removeUnfinished(folder: string): Promise<void> {
  const parent = dirname(folder);
  const left = (await namesIn(parent)).filter((name) => name.startsWith(basename(folder) + UNFINISHED));
  await Promise.all(left.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/** Where a copy lies that is whole, and is to take the place of the data directory. */
export function restoredBeside(dataFolder: string): string {
  return dataFolder + RESTORED;
}

/** A name of its own for a data directory that is put aside. */
export function asideName(dataFolder: string, reason: AsideReason): string {
  return `${dataFolder}.${reason}-${momentName()}`;
}

/** The data directories that were put aside, the newest last. */
export async function listAside(dataFolder: string): Promise<readonly string[]> {
  const names = (await namesIn(dirname(dataFolder))).filter(
    (name) => name.startsWith(basename(dataFolder)) && ASIDE.test(name),
  );
  return names.toSorted((one, other) => momentIn(one).localeCompare(momentIn(other)));
}

/** The present moment as part of a file's name, on every system: `2026-11-24T16-58-04.123Z`. */
export function momentName(): string {
  return systemClock.now().toISOString().replaceAll(":", "-");
}

/** The names in a folder; none where there is no folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

function momentIn(name: string): string {
  return name.replace(/^.*?-/, "");
}
