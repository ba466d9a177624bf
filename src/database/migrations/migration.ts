import { createHash } from "node:crypto";

/** One step of a schema. Once applied anywhere it never changes. */
export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** Whether code that does not know this migration must not run on its schema. */
  readonly breaking: boolean;
}

/** What proves that an applied migration is still the same. Line ends do not count: Git may change them on checkout. */
export function checksumOf(migration: Migration): string {
  return createHash("sha256").update(migration.sql.replaceAll("\r\n", "\n")).digest("hex");
}

/** As the file is called: `003-add-leases`. */
export function fileNameOf({ number, name }: Pick<Migration, "number" | "name">): string {
  return `${String(number).padStart(3, "0")}-${name}`;
}
