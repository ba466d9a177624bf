import type { Database, Parameter } from "../database-types.ts";
import { CarriedRowsDifferError } from "../copy-errors.ts";
import type { TableRow } from "./sql/find-tables.ts";
import { carrySequences } from "./sql/sequences.ts";
import { addRows, COMPARABLE, readPages, sumUp, type TextRow } from "./sql/table-texts.ts";

/** So many pages of 8 kB at a time: 2 MB, and what was moved out of its row for being long. */
const BATCH_PAGES = 256;

/** What is carried, and who is told how far it is. */
export interface CarryOptions {
  /** In an order in which each may be filled; with the same columns in both databases. */
  readonly tables: readonly TableRow[];
  readonly onProgress: (progress: CarryProgress) => void;
}

/** How far it is. */
export interface CarryProgress {
  readonly table: string;
  /** From 0 to 1, by size. */
  readonly part: number;
}

/**
 * Adds all rows of the source's tables to those of the target, which are empty, and sets its sequences. Nothing may write to the source
 * meanwhile. Each batch is a transaction of its own: a target that was given up half way holds some of the rows.
 */
export async function carryRows(source: Database, target: Database, options: CarryOptions): Promise<void> {
  const { tables, onProgress } = options;
  const allPages = tables.reduce((sum, { pages }) => sum + pages, 0);
  let donePages = 0;
  for (const table of tables) {
    const [read, add] = [readPages(table), addRows(table)];
    for (let page = 0; page < table.pages; page += BATCH_PAGES) {
      const rows = await source.run(read, [`(${page},0)`, `(${page + BATCH_PAGES},0)`]);
      if (rows.length > 0) {
        await target.run(add, columnsOf(table, rows));
      }
      onProgress({ table: table.name, part: (donePages + Math.min(page + BATCH_PAGES, table.pages)) / allPages });
    }
    donePages += table.pages;
  }
  await carrySequences(source, target);
}

function columnsOf({ columns }: TableRow, rows: readonly TextRow[]): readonly Parameter[] {
  return columns.map((_, index) => rows.map((row) => row[`c${index}`] ?? null));
}

/**
 * Counts and sums up both sides.
 *
 * @returns how many rows were compared.
 * @throws CarriedRowsDifferError
 */
export async function compareRows(source: Database, target: Database, tables: readonly TableRow[]): Promise<number> {
  const [ours, theirs] = [await sumsOf(source, tables), await sumsOf(target, tables)];
  const different = tables.filter(
    (_, index) => ours[index]?.rows !== theirs[index]?.rows || ours[index]?.sum !== theirs[index]?.sum,
  );
  if (different.length > 0) {
    throw new CarriedRowsDifferError(different.map(({ name }) => name));
  }
  return ours.reduce((sum, { rows }) => sum + rows, 0);
}

interface TableSum {
  readonly rows: number;
  readonly sum: string;
}

function sumsOf(database: Database, tables: readonly TableRow[]): Promise<readonly TableSum[]> {
  return database.transaction(async (transaction) => {
    await transaction.script(COMPARABLE);
    const sums: TableSum[] = [];
    for (const table of tables) {
      sums.push(...(await transaction.run(sumUp(table))));
    }
    return sums;
  });
}
