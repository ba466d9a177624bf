import { join } from "node:path";

import { RekindleError } from "../kernel/index.ts";

/** Where the embedded database of a mode is, and where copies of it are kept: a sandbox is not worth any. */
export function embeddedFolders(
  dataDir: string,
  mode: "sandbox" | "live",
): { readonly folder: string; readonly copiesFolder: string | null } {
  return { folder: join(dataDir, mode), copiesFolder: mode === "live" ? liveFolders(dataDir).copiesFolder : null };
}

/** Those of a bot. */
export function liveFolders(dataDir: string): { readonly folder: string; readonly copiesFolder: string } {
  return { folder: join(dataDir, "live"), copiesFolder: join(dataDir, "copies") };
}

/** No database of Rekindle is where the configuration says. */
export class DatabaseMissingError extends RekindleError {
  readonly code = "DATABASE_FOLDER_MISSING";

  constructor(folder: string) {
    super(`there is no database in ${folder} yet: start Rekindle once, or set DATABASE_URL or REKINDLE_DATA_DIR`);
  }
}
