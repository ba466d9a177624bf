import type { Database } from "../database/index.ts";
import { RekindleError } from "../kernel/index.ts";
import { markInstanceMode } from "./sql/mark-instance-mode.ts";

/** A sandbox was pointed at the database of a live bot, or the other way round. */
export class WrongModeError extends RekindleError {
  readonly code = "DATABASE_MODE_MISMATCH";
  readonly wanted: "sandbox" | "live";

  constructor(wanted: "sandbox" | "live") {
    const owner = wanted === "sandbox" ? "a live bot" : "a sandbox";
    super(
      `this database belongs to ${owner}, and this is a start in ${wanted} mode: use another database, since the two never mix`,
    );
    this.wanted = wanted;
  }
}

/** Marks a fresh database for this mode, and refuses one that was marked for the other. @throws WrongModeError */
export async function claimMode(database: Database, mode: "sandbox" | "live"): Promise<void> {
  const [row] = await database.run(markInstanceMode, [mode]);
  if (row?.mode !== mode) {
    throw new WrongModeError(mode);
  }
}
