import { existsSync } from "node:fs";

import { ConfigurationError } from "./configuration-error.ts";
import type { Variable } from "./variable-kinds.ts";
import type { VARIABLES } from "./variables.ts";

type ReadAs<V> =
  V extends Variable<infer Value, infer Fallback> ? (Fallback extends string ? Value : Value | null) : never;

/** A table of variables, read. One that is not set has its default, or `null` where it has none. */
type ReadAll<Table> = { readonly [Name in keyof Table]: ReadAs<Table[Name]> };

/** All variables, read. */
export type Configuration = ReadAll<typeof VARIABLES>;

/** Longer values are cut in error messages. */
const PRINTED_LENGTH = 100;

/**
 * Reads the variables of a table. An empty one counts as not set.
 *
 * @throws ConfigurationError that names every wrong value, and what is allowed.
 */
export function readVariables<Table extends Readonly<Record<string, Variable<unknown>>>>(
  table: Table,
  environment: Readonly<Record<string, string | undefined>>,
): ReadAll<Table> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(table)) {
    const given = findGiven(environment, name);
    const text = given?.text ?? variable.fallback;
    const value = text === null ? null : variable.read(text);
    if (value === undefined) {
      const shown = variable.secret === true ? "its value" : JSON.stringify((text ?? "").slice(0, PRINTED_LENGTH));
      problems.push(`${given?.name ?? name}: ${shown} is not allowed; it must be ${variable.allowed}`);
    }
    values[name] = value;
  }
  if (problems.length > 0) {
    throw new ConfigurationError(problems);
  }
  return values as ReadAll<Table>; // each value was read by its own variable
}

/** Names that many platforms set, and that are accepted in place of ours. */
const OTHER_NAMES: Readonly<Record<string, string>> = { REKINDLE_PORT: "PORT" };

/** The first of a variable's names that is set, with what stands in it. */
function findGiven(
  environment: Readonly<Record<string, string | undefined>>,
  variableName: string,
): { readonly name: string; readonly text: string } | undefined {
  return [variableName, OTHER_NAMES[variableName] ?? variableName]
    .map((name) => ({ name, text: environment[name] ?? "" }))
    .find(({ text }) => text !== "");
}

/** The process's environment, with what a `.env` file in the working folder adds to it. */
export function environmentOfProcess(): Readonly<Record<string, string | undefined>> {
  if (existsSync(".env")) {
    process.loadEnvFile(".env");
  }
  return process.env;
}
