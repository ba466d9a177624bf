import { silentLogger, toError } from "../../kernel/index.ts";
import { createDatabase } from "../database.ts";
import { createPGliteEngine } from "../engines/embedded/pglite-engine.ts";
import { migrate } from "../migrations/migrate.ts";
import type { MigrationSequence } from "../migrations/pending-migrations.ts";
import type { Statement } from "../statement.ts";
import { borrowInstance, returnInstance } from "./embedded-instances.ts";

export interface StatementCheck {
  /** Modules that export statements: the values of an eager `import.meta.glob`, or a list of `import * as …`. What else they export is passed over. */
  readonly modules: readonly object[];
  /** The schema that the statements are for. */
  readonly migrations: readonly MigrationSequence[];
}

/** Every {@link Statement} that the modules export, each once, by name. */
export function collectStatements(modules: readonly object[]): readonly Statement<unknown>[] {
  const found = new Set(modules.flatMap((module) => Object.values(module).filter(isStatement)));
  return [...found].sort((one, other) => one.name.localeCompare(other.name));
}

/**
 * Prepares every exported statement on the migrated embedded database and compares the columns that it returns with those that
 * it declares.
 *
 * @returns one line per statement that PostgreSQL refuses, that returns other columns, or that shares its name; none when all
 *   is well.
 */
export async function checkStatements({ modules, migrations }: StatementCheck): Promise<readonly string[]> {
  const statements = collectStatements(modules);
  const instance = await borrowInstance();
  const database = createDatabase(
    createPGliteEngine(instance, () => returnInstance(instance)),
    silentLogger,
  );
  try {
    for (const sequence of migrations) {
      await migrate(database, { ...sequence, logger: silentLogger });
    }
    const problems = sharedNames(statements);
    for (const statement of statements) {
      const columns = await describeColumns(instance, statement);
      if (typeof columns === "string") {
        problems.push(`${statement.name}: ${columns}`);
      } else if (sortedList(columns) !== sortedList(statement.columns)) {
        problems.push(
          `${statement.name}: returns [${sortedList(columns)}] but declares [${sortedList(statement.columns)}]`,
        );
      }
    }
    return problems;
  } finally {
    await database.close();
  }
}

type Instance = Awaited<ReturnType<typeof borrowInstance>>;

/** The columns, or PostgreSQL's words against the statement. */
async function describeColumns(instance: Instance, statement: Statement<unknown>): Promise<readonly string[] | string> {
  try {
    const { resultFields } = await instance.describeQuery(statement.text);
    return resultFields.map(({ name }) => name);
  } catch (thrown) {
    return toError(thrown).message;
  }
}

function sharedNames(statements: readonly Statement<unknown>[]): string[] {
  return statements
    .filter(({ name }, index) => statements[index - 1]?.name === name)
    .map(({ name }) => `${name}: more than one statement has this name`);
}

function sortedList(columns: readonly string[]): string {
  return [...columns].sort().join(", ");
}

function isStatement(value: unknown): value is Statement<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "text" in value &&
    "columns" in value &&
    typeof value.name === "string" &&
    typeof value.text === "string" &&
    Array.isArray(value.columns)
  );
}
