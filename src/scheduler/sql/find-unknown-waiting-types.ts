import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { UnknownTypeRow } from "./find-unknown-due-types.ts";

/** The types of waiting jobs, due or not, that are not among the known ones. */
export async function findUnknownWaitingTypes(
  queryable: Queryable,
  jobTypes: readonly string[],
): Promise<readonly string[]> {
  const rows = await queryable.run(FIND_UNKNOWN_WAITING_TYPES, [jobTypes]);
  return rows.map((row) => row.job_type);
}

export const FIND_UNKNOWN_WAITING_TYPES: Statement<UnknownTypeRow> = statement(
  "find-unknown-waiting-types",
  ["job_type"],
  `
  select distinct job_type
  from scheduled_jobs
  where status = 'pending' and not (job_type = any($1::text[]))
  order by job_type`,
);
