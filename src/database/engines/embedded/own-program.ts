import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Runs one of the programs of this folder, with these words behind it. @throws where it ends with another code than 0. */
export type OwnProgram = (...words: readonly string[]) => Promise<void>;

/**
 * Finds one of the programs of this folder. `null` where none can be run: a bundle has no such file, and Electron's executable is the
 * host's own program.
 */
export async function findOwnProgram(name: "make-data-folder" | "prove-data-folder"): Promise<OwnProgram | null> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const program = fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url));
  try {
    await access(program);
  } catch {
    return null;
  }
  return "electron" in process.versions
    ? null
    : async (...words) => {
        await promisify(execFile)(process.execPath, [program, ...words]);
      };
}
