import { cacheDataImage, readCachedDataImage } from "../engines/embedded/data-image.ts";
import type { EmbeddedPGlite } from "../engines/embedded/embedded-pglite.ts";
import { startPGlite } from "../engines/embedded/start-pglite.ts";

const idle: EmbeddedPGlite[] = [];
let image: Promise<Blob> | null = null; // read once per test process

/** An empty embedded database in memory: one that a test gave back, else a new one. */
export async function borrowInstance(): Promise<EmbeddedPGlite> {
  const known = idle.pop();
  if (known !== undefined) {
    return known;
  }
  image ??= readCachedDataImage().then((cached) => cached ?? cacheDataImage());
  return startPGlite({ loadDataDir: await image });
}

/** Empties an instance and keeps it for the next test: much faster than a new one, and it spares memory. */
export async function returnInstance(instance: EmbeddedPGlite): Promise<void> {
  await instance.exec("reset all; unlisten *; drop schema public cascade; create schema public;");
  const { rows } = await instance.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')",
  );
  for (const { name } of rows) {
    await instance.exec(`drop schema "${name}" cascade`);
  }
  idle.push(instance);
}
