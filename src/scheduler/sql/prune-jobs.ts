import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface PrunedRow {
  readonly pruned: number;
}

export interface Batch {
  readonly before: Date;
  readonly limit: number;
}

export interface PrunedPageRow extends PrunedRow {
  /** The last job of the page, deleted or not: where the next one begins. `null`: this was the last page. */
  readonly next: string | null;
}

/**
 * Looks at the next page of jobs by their ids, after the one given, and deletes those that finished before the moment
 * given. A row that somebody holds is left.
 */
export async function pruneJobs(
  queryable: Queryable,
  { before, limit, after }: Batch & { readonly after: string },
): Promise<PrunedPageRow> {
  const rows = await queryable.run(PRUNE_JOBS, [before, limit, after]);
  return rows[0] ?? { pruned: 0, next: null };
}

// Page by page along the primary key, so that no index by the moment of the end has to be kept.
export const PRUNE_JOBS: Statement<PrunedPageRow> = statement(
  "prune-jobs",
  ["pruned", "next"],
  `
  with page as materialized (
    select job_id, completed_at < $1::timestamptz as is_old
    from scheduled_jobs
    where job_id > $3
    order by job_id
    limit $2::integer
  ), old as materialized (
    select job_id from scheduled_jobs
    where job_id in (select job_id from page where is_old) and completed_at < $1::timestamptz
    for update skip locked
  ), gone as (
    delete from scheduled_jobs as job using old where job.job_id = old.job_id returning job.job_id
  )
  select (select count(*) from gone)::integer as pruned, 
    (select case when count(*) = $2::integer then max(job_id) end from page) as next`,
);
