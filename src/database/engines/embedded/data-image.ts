import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { startPGlite } from "./start-pglite.ts";

/**
 * A data image is a tar of a PostgreSQL data directory as `initdb` leaves it. Making one takes a second or more and several
 * hundred megabytes while it lasts; starting from a finished one takes a fraction of both.
 */
export async function makeDataImage(): Promise<Blob> {
  // The write-ahead log comes in whole segments: with 16 MB each, the default, it would be most of the image.
  const pglite = await startPGlite({ initDbStartParams: ["--wal-segsize=1"] });
  try {
    await pglite.exec("checkpoint");
    return await pglite.dumpDataDir("none");
  } finally {
    await pglite.close();
  }
}

/** The image that {@link cacheDataImage} left in the repository's cache for the installed PGlite, or `null`. */
export async function readCachedDataImage(): Promise<Blob | null> {
  try {
    return new Blob([await readFile(await cachedImageFile())], { type: "application/x-tar" });
  } catch {
    return null; // none was made, or it cannot be read: then it is made anew
  }
}

/** Makes an image and keeps it in the cache. Safe from several processes at once: each writes a whole file and the last one stays. */
export async function cacheDataImage(): Promise<Blob> {
  const image = await makeDataImage();
  const file = await cachedImageFile();
  const unfinished = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(unfinished, image.stream());
  await rename(unfinished, file);
  return image;
}

async function cachedImageFile(): Promise<string> {
  const manifest = join(dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite")), "../package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { readonly version: string };
  return fileURLToPath(
    new URL(`../../../../node_modules/.cache/rekindle/postgres-pglite-${version}.tar`, import.meta.url),
  );
}
