/**
 * One SQL statement: text that a person can paste, with the names of the columns that it returns. A test prepares every
 * statement on the migrated schema and holds its columns against this list.
 */
export interface Statement<Row> {
  /** Verb-noun, unique in the program; also the name of the prepared statement. */
  readonly name: string;
  readonly columns: readonly (keyof Row & string)[];
  readonly text: string;
}

declare const noColumn: unique symbol;

/** The row of a statement that returns none. */
export interface NoRow {
  readonly [noColumn]: never;
}

/** Declares a statement. One a file in a folder `sql/`, with a typed function around it where it takes parameters. */
export function statement<Row = NoRow>(
  name: string,
  columns: readonly (keyof Row & string)[],
  text: string,
): Statement<Row> {
  return { name, columns, text };
}
