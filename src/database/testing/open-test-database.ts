import { type Logger, silentLogger } from "../../kernel/index.ts";
import { createDatabase } from "../database.ts";
import type { Database } from "../database-types.ts";
import { createPGliteEngine } from "../engines/embedded/pglite-engine.ts";
import { migrate } from "../migrations/migrate.ts";
import type { MigrationSequence } from "../migrations/pending-migrations.ts";
import { openServerDatabase } from "../open-database.ts";
import { borrowInstance, returnInstance } from "./embedded-instances.ts";
import { createTestServerDatabase, type TestPlace } from "./server-databases.ts";

export interface TestDatabaseOptions {
  /** `server`: on the server that `DATABASE_URL` names. */
  readonly kind: "embedded" | "server";
  /** Server only. What it is opened on. @defaultValue a new database */
  readonly place?: TestPlace;
  /** Sequences to run on it, in this order. @defaultValue none: an empty database */
  readonly migrations?: readonly MigrationSequence[];
  /** @defaultValue silent */
  readonly logger?: Logger;
  /** Server only. @defaultValue as `openServerDatabase` */
  readonly maxConnections?: number;
  /** Server only. @defaultValue true */
  readonly preparedStatements?: boolean;
}

/** An empty database of the caller's own, migrated as asked. Closing it removes it. */
export async function openTestDatabase(options: TestDatabaseOptions): Promise<Database> {
  const logger = options.logger ?? silentLogger;
  const database = options.kind === "embedded" ? await openInMemory(logger) : await openOnServer(options, logger);
  for (const sequence of options.migrations ?? []) {
    await migrate(database, { ...sequence, logger });
  }
  return database;
}

async function openInMemory(logger: Logger): Promise<Database> {
  const instance = await borrowInstance();
  const engine = createPGliteEngine(instance, async () => {
    await instance.transaction(() => Promise.resolve()); // whatever is still queued runs before it is emptied
    await returnInstance(instance);
  });
  return createDatabase(engine, logger);
}

async function openOnServer(options: TestDatabaseOptions, logger: Logger): Promise<Database> {
  const { url, drop } = options.place ?? (await createTestServerDatabase());
  const { maxConnections, preparedStatements } = options;
  const database = await openServerDatabase({
    url,
    logger,
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(preparedStatements === undefined ? {} : { preparedStatements }),
  });
  const { close } = database;
  let dropping: Promise<void> | null = null;
  database.close = async () => {
    await close();
    dropping ??= drop();
    await dropping;
  };
  return database;
}
