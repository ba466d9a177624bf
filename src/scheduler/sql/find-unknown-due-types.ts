import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface UnknownTypeRow {
  readonly job_type: string;
}

/** The types of due jobs, and of cron schedules whose slot has come, that are not among the known ones. */
export async function findUnknownDueTypes(
  queryable: Queryable,
  { jobTypes, now }: { readonly jobTypes: readonly string[]; readonly now: Date | null },
): Promise<readonly string[]> {
  const rows = await queryable.run(FIND_UNKNOWN_DUE_TYPES, [jobTypes, now]);
  return rows.map((row) => row.job_type);
}

// From one type to the next on the index by type and moment: `distinct` would read every due row, and `exists` with a bound
// on the moment every waiting one, as the planner expects to find one soon.
export const FIND_UNKNOWN_DUE_TYPES: Statement<UnknownTypeRow> = statement(
  "find-unknown-due-types",
  ["job_type"],
  `
  with recursive waiting (job_type) as (
    select (select min(job_type) from scheduled_jobs where status = 'pending')
    union all
    select (select min(job_type) from scheduled_jobs where status = 'pending' and job_type > waiting.job_type)
    from waiting
    where waiting.job_type is not null
  )
  select waiting.job_type
  from waiting
  where not (waiting.job_type = any($1::text[]))
    and (select job.scheduled_time from scheduled_jobs as job
      where job.status = 'pending' and job.job_type = waiting.job_type
      order by job.scheduled_time limit 1) <= (select coalesce($2::timestamptz, clock_timestamp()))
  union
  select job_type
  from cron_schedules
  where next_slot <= (select coalesce($2::timestamptz, clock_timestamp())) and not (job_type = any($1::text[]))`,
);
