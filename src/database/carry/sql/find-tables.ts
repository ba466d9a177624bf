import type { Queryable } from "../../database-types.ts";
import { statement } from "../../statement.ts";

/** A table of the schema that is in use. */
export interface TableRow {
  readonly name: string;
  readonly columns: readonly string[];
  readonly types: readonly string[];
  /** Parts of 8 kB. */
  readonly pages: number;
}

// Deeper than any chain of foreign keys, so that a circle among them does not run for ever.
export const FIND_TABLES = statement<TableRow>(
  "find-tables-to-carry",
  ["name", "columns", "types", "pages"],
  `with recursive depths as (
     select oid, 0 as depth from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace
     union all
     select pointing.conrelid, depths.depth + 1
     from pg_constraint pointing
     join depths on pointing.confrelid = depths.oid and pointing.contype = 'f' and pointing.conrelid <> pointing.confrelid
     where depths.depth < 50
   ), ordered as (select oid, max(depth) as depth from depths group by oid)
   select pg_class.relname::text as name, array_agg(attname::text order by attnum) as columns,
     array_agg(format_type(atttypid, atttypmod) order by attnum) as types,
     pg_relation_size(ordered.oid) / current_setting('block_size')::bigint as pages
   from ordered
   join pg_class on pg_class.oid = ordered.oid
   join pg_attribute on attrelid = ordered.oid and attnum > 0 and not attisdropped and attgenerated = ''
   group by ordered.oid, pg_class.relname, depth
   order by depth, relname`,
);

/** All tables of the schema that is in use; one that points at another comes after it. */
export function findTables(queryable: Queryable): Promise<readonly TableRow[]> {
  return queryable.run(FIND_TABLES);
}
