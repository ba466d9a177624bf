import { RekindleError } from "../kernel/index.ts";
import type { Database } from "./database-types.ts";
import { CREATE_LEDGER, lockMigrations } from "./migrations/sql/ledger.ts";
import { findSchema } from "./sql/find-schema.ts";

/** The name is none that we take for a schema. */
export class SchemaNameInvalidError extends RekindleError {
  readonly code = "SCHEMA_NAME_INVALID";
  readonly schema: string;

  constructor(schema: string) {
    super(
      `schema: ${JSON.stringify(schema)} is not allowed; it must be 1 to 63 of a-z, 0-9 and _, and begin with a letter`,
    );
    this.schema = schema;
  }
}

const SCHEMA_NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** @throws SchemaNameInvalidError */
export function assertSchemaName(schema: string): void {
  if (!SCHEMA_NAME.test(schema)) {
    throw new SchemaNameInvalidError(schema);
  }
}

/**
 * Makes a schema, and the ledger of migrations in it: from then on nothing of ours is looked for anywhere else, be there another
 * Rekindle in the same database. Changes nothing where both are there.
 */
export async function makeSchema(database: Database, schema: string): Promise<void> {
  assertSchemaName(schema);
  const [found] = await database.run(findSchema, [schema]);
  if (found?.hasLedger === true) {
    return;
  }
  await database.transaction(async (transaction) => {
    await lockMigrations(transaction);
    if (found?.exists !== true) {
      await transaction.script(`create schema if not exists "${schema}"`);
    }
    await transaction.script(CREATE_LEDGER);
  });
}
