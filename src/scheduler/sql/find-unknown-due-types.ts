import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface UnknownTypeRow {
  readonly job_type: string;
}

/** The types of due jobs that are not among the known ones. */
export async function findUnknownDueTypes(
  queryable: Queryable,
  { jobTypes, now }: { readonly jobTypes: readonly string[]; readonly now: Date | null },
): Promise<readonly string[]> {
  const rows = await queryable.run(FIND_UNKNOWN_DUE_TYPES, [jobTypes, now]);
  return rows.map((row) => row.job_type);
}

export const FIND_UNKNOWN_DUE_TYPES: Statement<UnknownTypeRow> = statement(
  "find-unknown-due-types",
  ["job_type"],
  `
  select distinct job_type
  from scheduled_jobs
  where status = 'pending'
    and scheduled_time <= (select coalesce($2::timestamptz, clock_timestamp()))
    and not (job_type = any($1::text[]))
  order by job_type`,
);
