import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const BLOCK_BYTES = 512;
const DIRECTORY = "5";

/** Unpacks a data image, which is a plain tar with short names, into a folder that does not exist yet. */
export async function unpackImage(image: Blob, folder: string): Promise<void> {
  const tar = Buffer.from(await image.arrayBuffer());
  await mkdir(folder, { mode: 0o700 });
  let offset = 0;
  while (offset < tar.length && tar[offset] !== 0) {
    const header = tar.subarray(offset, offset + BLOCK_BYTES);
    const path = join(folder, textAt(header, 0, 100));
    const sizeBytes = parseInt(textAt(header, 124, 12), 8);
    offset += BLOCK_BYTES;
    if (textAt(header, 156, 1) === DIRECTORY) {
      await mkdir(path, { recursive: true, mode: 0o700 });
    } else {
      await writeFile(path, tar.subarray(offset, offset + sizeBytes), { mode: 0o600 });
      offset += Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
    }
  }
}

function textAt(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end === -1 ? length : end);
}
