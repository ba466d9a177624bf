import { statement } from "../../database/index.ts";

/** Of these names, those that a table, a view or the like has where ours would be made. */
export const findTables = statement<{ readonly name: string }>(
  "find-tables",
  ["name"],
  `select relname as name from pg_class where relname = any($1) and relnamespace = to_regnamespace(current_schema()) order by relname`,
);
