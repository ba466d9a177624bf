import { existsSync } from "node:fs";
import { join } from "node:path";

import { type Database, openEmbeddedDatabase, StatementError } from "../database/index.ts";
import { RekindleError, silentLogger } from "../kernel/index.ts";
import { liveFolders } from "./embedded-folders.ts";
import { hasPeople } from "./sql/find-people.ts";
import { markInstanceMode, readMode } from "./sql/instance-mode.ts";

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

/** An embedded database is being carried into this one, or that was begun and not finished. The embedded one is as it was. */
export class MoveUnfinishedError extends RekindleError {
  readonly code = "MOVE_UNFINISHED";

  constructor() {
    super(
      "an embedded database was to be carried into this one, and that is not finished: let `rekindle move` finish, or run it again, which begins anew",
    );
  }
}

/** What is in this embedded database was carried to a server, and lives on there. */
export class DatabaseMovedError extends RekindleError {
  readonly code = "DATABASE_MOVED";

  constructor() {
    super(
      "this embedded database was carried to a PostgreSQL server with `rekindle move`, and what came since is only there: set DATABASE_URL",
    );
  }
}

/** The server's database is empty, and the embedded one in the data folder holds people: begun anew, it would forget who said no. */
export class MoveFirstError extends RekindleError {
  readonly code = "DATABASE_NOT_MOVED";
  readonly folder: string;

  constructor(folder: string) {
    super(
      `the database of DATABASE_URL is empty, and the one in ${folder} holds people: carry it over with \`rekindle move --to URL\`; or, to begin anew, move that folder elsewhere`,
    );
    this.folder = folder;
  }
}

/** Marks a fresh database for this mode, and refuses one that was marked for another. @throws WrongModeError, MoveUnfinishedError, DatabaseMovedError */
export async function claimMode(database: Database, mode: "sandbox" | "live"): Promise<void> {
  const [row] = await database.run(markInstanceMode, [mode]);
  if (row?.mode === "moving") {
    throw new MoveUnfinishedError();
  }
  if (row?.mode === "moved") {
    throw new DatabaseMovedError();
  }
  if (row?.mode !== mode) {
    throw new WrongModeError(mode);
  }
}

/**
 * For a bot whose server knows nobody yet: looks whether it has people in an embedded database. That is not looked at again once the
 * server is marked.
 *
 * @throws MoveFirstError; what keeps the embedded database from being opened, since nobody knows then who is in it.
 */
export async function assertNobodyIsLeftBehind(server: Database, dataDir: string): Promise<void> {
  const folders = liveFolders(dataDir);
  if ((await readMode(server)) !== null || !existsSync(join(folders.folder, "postgres"))) {
    return;
  }
  const embedded = await openEmbeddedDatabase({ ...folders, logger: silentLogger });
  try {
    if (await isInhabited(embedded)) {
      throw new MoveFirstError(folders.folder);
    }
  } finally {
    await embedded.close();
  }
}

async function isInhabited(embedded: Database): Promise<boolean> {
  try {
    return (await readMode(embedded)) === "live" && (await hasPeople(embedded));
  } catch (thrown) {
    if (thrown instanceof StatementError) {
      return false; // it has not even our tables
    }
    throw thrown;
  }
}
