import { statement } from "../statement.ts";

export const findSchema = statement<{ readonly exists: boolean; readonly hasLedger: boolean }>(
  "find-schema",
  ["exists", "hasLedger"],
  `select to_regnamespace($1) is not null as exists, to_regclass($1 || '.rekindle_migrations') is not null as "hasLedger"`,
);
