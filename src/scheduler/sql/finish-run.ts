import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { JobStatus, RunStatus } from "../job-types.ts";

export interface EndedRow {
  /** What the job is now. */
  readonly status: JobStatus;
}

/** Which run is meant, and what is known of it. */
export interface RunEnd {
  readonly jobId: string;
  readonly leaseToken: string;
  readonly runStatus: RunStatus;
  readonly errorMessage: string | null;
  readonly durationMs: number;
  readonly now: Date | null;
}

/**
 * running → completed, failed or cancelled, by the holder of the lease, with the history row.
 *
 * @returns what the job is now; `null`: the lease is somebody else's, and nothing was written.
 */
export async function finishRun(
  queryable: Queryable,
  end: RunEnd & { readonly jobStatus: "completed" | "failed" | "cancelled" },
): Promise<JobStatus | null> {
  const { jobId, leaseToken, jobStatus, runStatus, errorMessage, durationMs, now } = end;
  const parameters = [jobId, leaseToken, jobStatus, runStatus, errorMessage, durationMs, now];
  const rows = await queryable.run(FINISH_RUN, parameters);
  return rows[0]?.status ?? null;
}

// The rows come from `ended`, not from the insert: a history row that is there already must not look like a lost lease.
export const FINISH_RUN: Statement<EndedRow> = statement(
  "finish-run",
  ["status"],
  `
  with ended as (
    update scheduled_jobs
    set status = $3, completed_at = coalesce($7::timestamptz, clock_timestamp()), error_message = $5,
        lease_token = null, lease_until = null
    where job_id = $1 and lease_token = $2::uuid and status = 'running'
    returning job_id, job_type, started_at, scheduled_time, run, worker, status
  ), recorded as (
    insert into job_execution_history
      (job_id, job_type, execution_time, duration_ms, status, error_message, created_at, run, queue_delay_ms, worker)
    select job_id, job_type, started_at, $6::integer, $4, $5, coalesce($7::timestamptz, clock_timestamp()), run,
           least(greatest(extract(epoch from started_at - scheduled_time) * 1000, 0), 2147483647)::integer, worker
    from ended
    on conflict (job_id, run) do nothing
  )
  select status from ended`,
);
