import { type Queryable, type Statement, statement } from "../../../database/index.ts";

export interface AppliedMigrationRow {
  readonly number: number;
  readonly name: string;
  readonly breaking: boolean;
}

/** The migrations of a sequence that this database has applied. */
export async function readAppliedMigrations(
  queryable: Queryable,
  sequence: string,
): Promise<readonly AppliedMigrationRow[]> {
  return queryable.run(READ_APPLIED_MIGRATIONS, [sequence]);
}

export const READ_APPLIED_MIGRATIONS: Statement<AppliedMigrationRow> = statement(
  "read-applied-migrations",
  ["number", "name", "breaking"],
  "select number, name, breaking from rekindle_migrations where sequence = $1 order by number",
);
