import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { RunStatus } from "../job-types.ts";

export interface RunRow {
  readonly run: number;
  readonly status: RunStatus;
  readonly execution_time: Date;
  readonly duration_ms: number | null;
  readonly queue_delay_ms: number | null;
  readonly worker: string | null;
  readonly error_message: string | null;
}

/** All runs of a job that are still in the history, in their order. */
export async function readRuns(queryable: Queryable, jobId: string): Promise<readonly RunRow[]> {
  return queryable.run(READ_RUNS, [jobId]);
}

export const READ_RUNS: Statement<RunRow> = statement(
  "read-runs",
  ["run", "status", "execution_time", "duration_ms", "queue_delay_ms", "worker", "error_message"],
  `
  select coalesce(run, 0) as run, status, execution_time, duration_ms, queue_delay_ms, worker, error_message
  from job_execution_history
  where job_id = $1
  order by run nulls first, execution_id`,
);
