import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface RivalRow {
  readonly job_id: string;
}

/** Another job of the same type and key, if any, that waits, or that runs for a newer request. */
export async function findRival(queryable: Queryable, jobId: string): Promise<string | null> {
  const rows = await queryable.run(FIND_RIVAL, [jobId]);
  return rows[0]?.job_id ?? null;
}

// Two selects, so that each can go by the partial index of its state. An older request that runs is no rival: when it is led back to pending, it finds the newer one and is superseded.
export const FIND_RIVAL: Statement<RivalRow> = statement(
  "find-rival",
  ["job_id"],
  `
  (select other.job_id
    from scheduled_jobs as mine
    join scheduled_jobs as other on other.job_type = mine.job_type and other.job_key = mine.job_key
    where mine.job_id = $1 and other.job_id <> mine.job_id and other.status = 'pending')
  union all
  (select other.job_id
    from scheduled_jobs as mine
    join scheduled_jobs as other on other.job_type = mine.job_type and other.job_key = mine.job_key
    where mine.job_id = $1 and other.request > mine.request and other.status = 'running')
  limit 1`,
);
