import { type Database, statement, type Transaction } from "../index.ts";
import type { OpenDatabase } from "../testing/index.ts";

const ADD_NOTE = statement("add-note", [], "insert into notes (id, body) values ($1, $2)");
const COUNT_NOTES = statement<{ count: number }>("count-notes", ["count"], "select count(*) as count from notes");
const WAIT_A_LITTLE = statement<{ slept: string }>("wait-a-little", ["slept"], "select pg_sleep(0.05)::text as slept");

/** A database with one table, for the suites of this folder. */
export async function withNotes(open: OpenDatabase, options?: Parameters<OpenDatabase>[0]): Promise<Database> {
  const database = await open(options);
  await database.transaction((transaction) =>
    transaction.script("create table notes (id integer primary key, body text not null)"),
  );
  return database;
}

/** How many notes there are, as seen from `target`. */
export async function countNotes(target: Database | Transaction): Promise<number | undefined> {
  const [row] = await target.run(COUNT_NOTES);
  return row?.count;
}

/** Adds a note; the name of its statement is `add-note`, that of its constraint `notes_pkey`. */
export function addNote(
  target: Database | Transaction,
  id: number | string,
  body: string | null = "note",
): Promise<unknown> {
  return target.run(ADD_NOTE, [id, body]);
}

/** A statement that takes a moment, in the database. */
export function waitInside(transaction: Transaction): Promise<unknown> {
  return transaction.run(WAIT_A_LITTLE);
}
