import { type Queryable, statement } from "../../database/index.ts";

interface LackingRow {
  /** A table or a sequence. */
  readonly name: string;
  readonly rights: readonly string[];
}

/** A host's `user_profiles` is never written anew, and its sequences are the host's. */
export const findLackingRights = statement<LackingRow>(
  "find_lacking_rights",
  ["name", "rights"],
  `with ours as (select name, to_regclass(name) as id from unnest($1::text[]) as name where to_regclass(name) is not null)
   select name, array_agg(needed order by needed) as rights
   from ours cross join unnest(array['select', 'insert', 'update', 'delete']) as needed
   where (name <> 'user_profiles' or needed in ('select', 'update')) and not has_table_privilege(id, needed)
   group by name
   union all
   select pg_class.relname::text, array['usage']
   from ours
   join pg_depend on refobjid = ours.id and refclassid = 'pg_class'::regclass and classid = 'pg_class'::regclass and deptype in ('a', 'i')
   join pg_class on pg_class.oid = objid
   where name <> 'user_profiles' and case when relkind = 'S' then not has_sequence_privilege(pg_class.oid, 'usage') else false end
   order by name`,
);

export const findRole = statement<{ role: string; mayCreate: boolean }>(
  "find_role",
  ["role", "mayCreate"],
  `select current_user::text as role, coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayCreate"`,
);

/** What the present role may not do with these tables, of those that there are, and whether it may make new ones. */
export async function readRights(
  db: Queryable,
  tables: readonly string[],
): Promise<{ readonly role: string; readonly mayCreate: boolean; readonly lacking: readonly LackingRow[] }> {
  const [row] = await db.run(findRole);
  return {
    role: row?.role ?? "",
    mayCreate: row?.mayCreate === true,
    lacking: await db.run(findLackingRights, [tables]),
  };
}
