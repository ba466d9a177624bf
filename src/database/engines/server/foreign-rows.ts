import { parserFor } from "../../values.ts";
import type { PgField } from "./pg-types.ts";

/** A text of JSON and a JSON that is a text look alike. */
const JSON_TYPES = new Set([114, 3802]);

/** A row that somebody else's parsers made, with what they left as text read as we would. */
export function readByType(row: unknown, fields: readonly PgField[]): unknown {
  const values = row as Readonly<Record<string, unknown>>;
  const read = fields.map(({ name, dataTypeID }) => [name, readValue(values[name], dataTypeID)] as const);
  return { ...values, ...Object.fromEntries(read) };
}

function readValue(value: unknown, typeId: number): unknown {
  if (typeof value === "bigint") {
    return Number(value);
  }
  return typeof value === "string" && !JSON_TYPES.has(typeId) ? parserFor(typeId)(value) : value;
}
