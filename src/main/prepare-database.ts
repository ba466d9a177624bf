import {
  type Database,
  loadMigrations,
  migrate,
  type MigrationSequence,
  openEmbeddedDatabase,
  openServerDatabase,
} from "../database/index.ts";
import type { Logger } from "../kernel/index.ts";
import { readUserProfilesState } from "../privacy/index.ts";
import { schedulerMigrations } from "../scheduler/index.ts";
import { embeddedFolders } from "./embedded-folders.ts";
import { assertNobodyIsLeftBehind, claimMode } from "./instance-mode.ts";

/** Which database, and for what. */
export interface DatabaseChoice {
  /** A PostgreSQL server; `null`: the embedded database. */
  readonly databaseUrl: string | null;
  /** Whether a server is to prepare statements: see `OpenServerOptions`. @defaultValue true */
  readonly preparedStatements?: boolean;
  /** Where the embedded database is kept, in a folder for each mode. */
  readonly dataDir: string;
  readonly mode: "sandbox" | "live";
  readonly logger: Logger;
}

/** The names under which the ledger keeps the two sequences. Stored; never renamed. */
const SCHEDULER_SEQUENCE = "scheduler";
const PRODUCT_SEQUENCE = "rekindle";
const PRODUCT_MIGRATIONS_FOLDER = new URL("./migrations/", import.meta.url);

/** Opens the database as it is. An embedded one is copied by whoever says so: the bot, not a command. */
export function openChosenDatabase(
  { databaseUrl, preparedStatements = true, dataDir, mode, logger }: DatabaseChoice,
  { makesCopies = false }: { readonly makesCopies?: boolean } = {},
): Promise<Database> {
  return databaseUrl === null
    ? openEmbeddedDatabase({ ...embeddedFolders(dataDir, mode), logger, makesCopies })
    : openServerDatabase({ url: databaseUrl, logger, preparedStatements });
}

/** Opens the database, brings its schema up to date, and marks it for this mode. */
export async function prepareDatabase(choice: DatabaseChoice): Promise<Database> {
  const { mode, logger } = choice;
  const database = await openChosenDatabase(choice, { makesCopies: true });
  try {
    await migrateAll(database, logger);
    if (database.kind === "server" && mode === "live") {
      await assertNobodyIsLeftBehind(database, choice.dataDir);
    }
    await claimMode(database, mode);
    if (!(await readUserProfilesState(database)).hasColumns) {
      logger.warn(
        {},
        "user_profiles lacks our columns and they could not be added: what people decide is kept in our own tables only",
      );
    }
    return database;
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

/** Both sequences: the scheduler's, then the product's. */
export async function allSequences(): Promise<readonly MigrationSequence[]> {
  return [
    { sequence: SCHEDULER_SEQUENCE, migrations: await schedulerMigrations() },
    { sequence: PRODUCT_SEQUENCE, migrations: await loadMigrations(PRODUCT_MIGRATIONS_FOLDER) },
  ];
}

/** Brings both sequences up to date. */
export async function migrateAll(database: Database, logger: Logger): Promise<void> {
  for (const sequence of await allSequences()) {
    await migrate(database, { ...sequence, logger });
  }
}
