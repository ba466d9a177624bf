import { existsSync } from "node:fs";
import { join } from "node:path";

import {
  type Database,
  FolderInUseError,
  openEmbeddedDatabase,
  openServerDatabase,
  SchemaTooNewError,
  StatementError,
} from "../../database/index.ts";
import { RekindleError, silentLogger, systemClock, systemRandom, timeOrderedIds } from "../../kernel/index.ts";
import {
  createScheduler,
  type JobOperations,
  SCHEDULER_MIGRATION_SEQUENCE,
  schedulerMigrations,
} from "../../scheduler/index.ts";
import { environmentOfProcess, readVariables } from "../configuration.ts";
import { DATABASE_VARIABLES } from "../database-variables.ts";
import { DatabaseMissingError, embeddedFolders } from "../embedded-folders.ts";
import { readMode } from "../sql/instance-mode.ts";
import { readAppliedMigrations } from "./sql/read-applied-migrations.ts";

/** The jobs of the configured database, and its clock. */
export interface OpenJobs {
  readonly operations: JobOperations;
  /** By the clock that the jobs are due by. */
  readonly now: Date;
  close(): Promise<void>;
}

/** The embedded database is in use by a program that runs, so a command cannot have it. */
class DatabaseBusyError extends RekindleError {
  readonly code = "REKINDLE_RUNNING";

  constructor(cause: FolderInUseError) {
    super(`Rekindle is running on ${cause.folder}: stop it first, or use its commands in the chat (!job_status)`, {
      cause,
    });
  }
}

/** The tables are not those that this version works with. A command changes no schema. */
class SchemaNotReadyError extends RekindleError {
  readonly code = "SCHEMA_NOT_READY";
}

/**
 * Opens the database that the program would open, and looks at it without changing its schema. Runs no jobs.
 *
 * @throws whatever keeps a database from being opened; SchemaNotReadyError, SchemaTooNewError.
 */
export async function openJobs(): Promise<OpenJobs> {
  const database = await openDatabase();
  try {
    await assertSchemaReady(database);
    await useItsClock(database);
    const operations = createScheduler({
      database,
      ids: timeOrderedIds(systemClock, systemRandom),
      random: systemRandom,
      logger: silentLogger, // what was done is said on standard output
      options: { claims: false },
    });
    return {
      operations,
      now: await database.now(),
      close: async () => {
        await operations.stop(); // tells the processes that work on these jobs
        await database.close();
      },
    };
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

async function openDatabase(): Promise<Database> {
  const variables = readVariables(DATABASE_VARIABLES, environmentOfProcess());
  const { DATABASE_URL: url, DISCORD_TOKEN, REKINDLE_DATA_DIR } = variables;
  if (url !== null) {
    const preparedStatements = variables.DATABASE_PREPARED_STATEMENTS;
    return openServerDatabase({ url, logger: silentLogger, maxConnections: 2, preparedStatements });
  }
  const folders = embeddedFolders(REKINDLE_DATA_DIR, DISCORD_TOKEN === null ? "sandbox" : "live");
  if (!existsSync(join(folders.folder, "postgres"))) {
    throw new DatabaseMissingError(folders.folder); // opening it would make one
  }
  try {
    return await openEmbeddedDatabase({ ...folders, logger: silentLogger });
  } catch (thrown) {
    throw thrown instanceof FolderInUseError ? new DatabaseBusyError(thrown) : thrown;
  }
}

async function assertSchemaReady(database: Database): Promise<void> {
  const sequence = SCHEDULER_MIGRATION_SEQUENCE;
  const applied = await nullWithoutTable(readAppliedMigrations(database, sequence));
  if (applied === null || applied.length === 0) {
    throw new SchemaNotReadyError("this database has no jobs yet: start Rekindle once, which makes its tables");
  }
  const known = await schedulerMigrations();
  const missing = known.filter(({ number }) => !applied.some((row) => row.number === number));
  if (missing.length > 0) {
    throw new SchemaNotReadyError("this database was made by an older version: start Rekindle once, which updates it");
  }
  const tooNew = applied.find((row) => row.breaking && !known.some(({ number }) => number === row.number));
  if (tooNew !== undefined) {
    throw new SchemaTooNewError(sequence, { ...tooNew, known: known.length });
  }
}

async function useItsClock(database: Database): Promise<void> {
  if ((await nullWithoutTable(readMode(database))) === "sandbox") {
    const { sandboxTime } = await import("../../delivery/platforms/sandbox/index.ts");
    database.timeSource = sandboxTime;
  }
}

const UNDEFINED_TABLE = "42P01";

async function nullWithoutTable<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (thrown instanceof StatementError && thrown.sqlState === UNDEFINED_TABLE) {
      return null;
    }
    throw thrown;
  }
}
