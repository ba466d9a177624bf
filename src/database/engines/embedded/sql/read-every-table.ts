/** Counts the rows of every table, and of the tables that hold their long values, without the help of an index. Several statements. */
export const READ_EVERY_TABLE = `
set enable_indexscan = off;
set enable_indexonlyscan = off;
set enable_bitmapscan = off;
do $$
declare
  name text;
begin
  for name in select oid::regclass::text from pg_class where relkind in ('r', 't', 'm') loop
    execute format('select count(*) from %s', name);
  end loop;
end $$;
reset enable_indexscan;
reset enable_indexonlyscan;
reset enable_bitmapscan;
`;
