import type { Queryable } from "../../database-types.ts";
import { statement } from "../../statement.ts";

interface SequenceRow {
  readonly name: string;
  readonly value: number;
}

export const READ_SEQUENCES = statement<SequenceRow>(
  "read-sequences",
  ["name", "value"],
  `select format('%I', sequencename) as name, last_value as value
   from pg_sequences where schemaname = current_schema() and last_value is not null`,
);

export const SET_SEQUENCE = statement<{ value: number }>(
  "set-sequence",
  ["value"],
  "select setval($1::text::regclass, $2::bigint) as value",
);

/** Lets every sequence of the target go on where that of the source stands, not where its rows end. */
export async function carrySequences(source: Queryable, target: Queryable): Promise<void> {
  for (const { name, value } of await source.run(READ_SEQUENCES)) {
    await target.run(SET_SEQUENCE, [name, value]);
  }
}
