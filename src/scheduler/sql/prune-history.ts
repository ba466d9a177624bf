import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { Batch, PrunedRow } from "./prune-jobs.ts";

/** Deletes one batch of history that began before the moment given, and says how many rows. */
export async function pruneHistory(queryable: Queryable, { before, limit }: Batch): Promise<number> {
  const rows = await queryable.run(PRUNE_HISTORY, [before, limit]);
  return rows[0]?.pruned ?? 0;
}

export const PRUNE_HISTORY: Statement<PrunedRow> = statement(
  "prune-history",
  ["pruned"],
  `
  with old as materialized (
    select execution_id from job_execution_history
    where execution_time < $1::timestamptz
    limit $2::integer
    for update skip locked
  ), gone as (
    delete from job_execution_history as history using old
    where history.execution_id = old.execution_id returning history.execution_id
  )
  select count(*)::integer as pruned from gone`,
);
