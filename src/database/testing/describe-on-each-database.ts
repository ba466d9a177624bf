import { afterAll, describe, onTestFinished } from "vitest";

import type { Database } from "../database-types.ts";
import { openTestDatabase, type TestDatabaseOptions } from "./open-test-database.ts";
import { createTestServerDatabase } from "./server-databases.ts";
import { serverSchemas } from "./server-schemas.ts";

/**
 * Opens a fresh database of the kind that the suite runs on. It is closed after the test, or after the suite where it was opened in a
 * hook. On a server those of one suite are schemas of one database.
 */
export type OpenDatabase = (options?: Omit<TestDatabaseOptions, "kind" | "place">) => Promise<Database>;

/**
 * Registers a suite twice: on the embedded database, and on the server that `DATABASE_URL` names. Without that variable the
 * second one is skipped and its title says why.
 */
export function describeOnEachDatabase(
  name: string,
  suite: (open: OpenDatabase, kind: Database["kind"]) => void,
): void {
  describe(`${name} (embedded)`, () => {
    suite(opener("embedded"), "embedded");
  });
  describeWithServer(name, () => {
    suite(opener("server"), "server");
  });
}

/** Makes an empty database on the server, says its URL, and drops it after the test. To be called inside a test. */
export type CreateServerDatabase = () => Promise<string>;

/** For what needs a server, or several processes or pools on one database: a suite on the server that `DATABASE_URL` names, else a skipped one. */
export function describeOnServer(name: string, suite: (create: CreateServerDatabase) => void): void {
  describeWithServer(name, () => {
    suite(async () => {
      const { url, drop } = await createTestServerDatabase();
      onTestFinished(drop);
      return url;
    });
  });
}

function describeWithServer(name: string, suite: () => void): void {
  if ((process.env["DATABASE_URL"] ?? "") === "") {
    describe.skip(`${name} (server; skipped: DATABASE_URL is not set)`, suite);
  } else {
    describe(`${name} (server)`, suite);
  }
}

function opener(kind: Database["kind"]): OpenDatabase {
  const openedInHooks: Database[] = [];
  const schemas = serverSchemas();
  afterAll(async () => {
    for (const database of openedInHooks.splice(0)) {
      await database.close();
    }
    await schemas.drop();
  });
  return async (options = {}) => {
    const place = kind === "server" ? { place: await schemas.make() } : {};
    const database = await openTestDatabase({ ...options, ...place, kind });
    try {
      onTestFinished(() => database.close());
    } catch {
      openedInHooks.push(database); // not inside a test
    }
    return database;
  };
}
