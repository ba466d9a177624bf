import {
  type Database,
  databaseFromPool,
  loadMigrations,
  makeSchema,
  migrate,
  type MigrationSequence,
  openEmbeddedDatabase,
  openServerDatabase,
  pendingMigrations,
  type PoolLike,
} from "../database/index.ts";
import { type Logger, RekindleError } from "../kernel/index.ts";
import { readUserProfilesState } from "../privacy/index.ts";
import { schedulerMigrations } from "../scheduler/index.ts";
import { embeddedFolders } from "./embedded-folders.ts";
import { assertNobodyIsLeftBehind, claimMode } from "./instance-mode.ts";
import { findTables } from "./sql/find-tables.ts";

/** Which database, and for what. */
export interface DatabaseChoice {
  /** A PostgreSQL server; `null`: the embedded database. */
  readonly databaseUrl: string | null;
  /** A pool that somebody else made, and keeps. @defaultValue none */
  readonly pool?: PoolLike | null;
  /** The schema of our tables. @defaultValue the usual one */
  readonly schema?: string | null;
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
  { databaseUrl, pool = null, schema = null, preparedStatements = true, dataDir, mode, logger }: DatabaseChoice,
  { makesCopies = false }: { readonly makesCopies?: boolean } = {},
): Promise<Database> {
  if (pool !== null) {
    return Promise.resolve(databaseFromPool(pool, { logger, preparedStatements, schema }));
  }
  return databaseUrl === null
    ? openEmbeddedDatabase({ ...embeddedFolders(dataDir, mode), logger, makesCopies })
    : openServerDatabase({ url: databaseUrl, logger, preparedStatements, schema });
}

/** Opens the database, brings its schema up to date, and marks it for this mode. */
export async function prepareDatabase(choice: DatabaseChoice): Promise<Database> {
  const { mode, logger, schema = null } = choice;
  const database = await openChosenDatabase(choice, { makesCopies: true });
  try {
    if (schema !== null) {
      await makeSchema(database, schema);
    }
    await assertNamesFree(database);
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

/** The database has tables of its own that are called like ours. */
export class TableNamesTakenError extends RekindleError {
  readonly code = "TABLE_NAMES_TAKEN";
  readonly tables: readonly string[];

  constructor(tables: readonly string[]) {
    super(
      `the database has tables of its own called ${tables.join(", ")}, and ours have these names too: give Rekindle a schema of its own, for example schema: "rekindle"`,
    );
    this.tables = tables;
  }
}

/** Looked at before the first table is made, so that nothing is left behind. @throws TableNamesTakenError */
async function assertNamesFree(database: Database): Promise<void> {
  for (const sequence of await allSequences()) {
    if ((await pendingMigrations(database, sequence)).length < sequence.migrations.length) {
      continue; // it is ours already
    }
    const names = sequence.migrations.flatMap(({ sql }) =>
      [...sql.matchAll(/^create table (\w+)/gm)].map(([, name]) => name ?? ""),
    );
    const taken = await database.run(findTables, [names]);
    if (taken.length > 0) {
      throw new TableNamesTakenError(taken.map(({ name }) => name));
    }
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
