import { constants } from "node:fs";
import { cp, open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Copies a folder; where the file system can share blocks between two files, that costs next to nothing. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, errorOnExist: true, force: false, mode: constants.COPYFILE_FICLONE });
}

/** Waits until a folder with all that is in it is on the disk, so that not even a power cut undoes it. */
export async function syncFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await sync(join(entry.parentPath, entry.name));
  }
  await sync(folder);
  await sync(dirname(folder));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } catch {
    // some systems sync no folders; the files are what counts
  } finally {
    await handle.close();
  }
}
