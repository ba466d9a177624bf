import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface PrunedRow {
  readonly pruned: number;
}

export interface Batch {
  readonly before: Date;
  readonly limit: number;
}

/** Deletes one batch of jobs that finished before the moment given, and says how many. */
export async function pruneJobs(queryable: Queryable, { before, limit }: Batch): Promise<number> {
  const rows = await queryable.run(PRUNE_JOBS, [before, limit]);
  return rows[0]?.pruned ?? 0;
}

export const PRUNE_JOBS: Statement<PrunedRow> = statement(
  "prune-jobs",
  ["pruned"],
  `
  with old as materialized (
    select job_id from scheduled_jobs
    where completed_at < $1::timestamptz
    limit $2::integer
    for update skip locked
  ), gone as (
    delete from scheduled_jobs as job using old where job.job_id = old.job_id returning job.job_id
  )
  select count(*)::integer as pruned from gone`,
);
