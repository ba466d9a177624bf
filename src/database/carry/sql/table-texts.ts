import { type NoRow, type Statement, statement } from "../../statement.ts";
import type { TableRow } from "./find-tables.ts";

/** A row with all its values as text. */
export type TextRow = Readonly<Record<string, string | null>>;

/** The rows on a table's pages from `$1` up to before `$2`, both as `(page,0)`. Their columns are called `c0`, `c1` … */
export function readPages({ name, columns }: TableRow): Statement<TextRow> {
  const texts = columns.map((column, index) => `${quoted(column)}::text as c${index}`);
  return statement(
    `read-pages-of-${name}`,
    columns.map((_, index) => `c${index}`),
    `select ${texts.join(", ")} from ${quoted(name)} where ctid >= $1::tid and ctid < $2::tid`,
  );
}

/** Adds rows, one array of texts a column. */
export function addRows({ name, columns, types }: TableRow): Statement<NoRow> {
  const arrays = columns.map((_, index) => `$${index + 1}::text[]`);
  const values = types.map((type, index) => `c${index}::${type}`);
  const names = columns.map((_, index) => `c${index}`);
  return statement(
    `add-rows-to-${name}`,
    [],
    `insert into ${quoted(name)} (${columns.map(quoted).join(", ")}) overriding system value
     select ${values.join(", ")} from unnest(${arrays.join(", ")}) as rows (${names.join(", ")})`,
  );
}

/** How many rows there are, and a sum over all that is in them, whatever their order. By {@link COMPARABLE} settings. */
export function sumUp({ name, columns }: TableRow): Statement<{ rows: number; sum: string }> {
  const row = `row(${columns.map((column) => `${quoted(column)}::text`).join(", ")})::text`;
  return statement(
    `sum-up-${name}`,
    ["rows", "sum"],
    `select count(*) as rows, coalesce(sum(('x' || left(md5(${row}), 15))::bit(60)::bigint), 0)::text as sum from ${quoted(name)}`,
  );
}

/** Settings of one transaction, with which two databases write the same value in the same way. */
export const COMPARABLE =
  "set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'";

/** Empties tables, all at once, so that it does not matter which points at which. */
export function emptyTables(tables: readonly TableRow[]): string {
  return `truncate ${tables.map(({ name }) => quoted(name)).join(", ")}`;
}

/** One row where a table has any. */
export function findAnyRow({ name }: TableRow): Statement<{ found: boolean }> {
  return statement(`find-any-row-of-${name}`, ["found"], `select true as found from ${quoted(name)} limit 1`);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
