import { type Queryable, type Statement, statement } from "../../database/index.ts";
import type { RunStatus } from "../job-types.ts";

/** Which run is meant, and what is known of it. */
export interface RunEnd {
  readonly jobId: string;
  readonly leaseToken: string;
  readonly durationMs: number;
  readonly ending: { readonly errorMessage: string | null };
}

/** Runs that end in the same way. */
export interface FinishedRuns {
  readonly jobStatus: "completed" | "failed" | "cancelled";
  readonly runStatus: RunStatus;
  readonly runs: readonly RunEnd[];
}

/** A run about which nothing was written, by its place among those that were given, from 0. */
export interface RefusedRow {
  readonly place: number;
}

/**
 * running → completed, failed or cancelled, by the holders of the leases, with the history rows.
 *
 * @returns those whose lease was not their holder's any more; about the others all is written.
 */
export async function finishRuns(
  queryable: Queryable,
  { jobStatus, runStatus, runs }: FinishedRuns,
  now: Date | null,
): Promise<readonly RefusedRow[]> {
  const tokens = [...new Set(runs.map((run) => run.leaseToken))];
  const tokenPlaces = new Map(tokens.map((token, index) => [token, index + 1]));
  const failed = runs.some((run) => run.ending.errorMessage !== null);
  return queryable.run(FINISH_RUNS, [
    runs.map((run) => run.jobId),
    tokens,
    runs.map((run) => tokenPlaces.get(run.leaseToken) ?? null),
    runs.map((run) => run.durationMs),
    failed ? runs.map((run) => run.ending.errorMessage) : [], // what an array lacks is null
    jobStatus,
    runStatus,
    now,
  ]);
}

// Without `on conflict`, which would cost a tenth more: a run that is in the history already was ended, and its token with it.
//
// Only a running job has a lease token. To ask for the state as well would make the index of running jobs look like the
// way to them, and each job of a batch would be looked for among all that run: fifteen times slower at 500.
//
// The jobs of a claim share their token, so it is sent once; and what comes back are the few that were refused.
export const FINISH_RUNS: Statement<RefusedRow> = statement(
  "finish-runs",
  ["place"],
  `
  with finished as materialized (
    select job_id, token_place, duration_ms, error_message, place::integer - 1 as place
    from unnest($1::text[], $3::integer[], $4::integer[], $5::text[]) with ordinality
      as finished (job_id, token_place, duration_ms, error_message, place)
  ), ended as (
    update scheduled_jobs as job
    set status = $6, completed_at = (select coalesce($8::timestamptz, clock_timestamp())),
        error_message = finished.error_message, lease_token = null, lease_until = null
    from finished
    where job.job_id = finished.job_id and job.lease_token = ($2::uuid[])[finished.token_place]
    returning job.job_id, job.job_type, job.started_at, job.scheduled_time, job.completed_at, job.run, job.worker,
              finished.error_message, finished.duration_ms, finished.place
  ), recorded as (
    insert into job_execution_history
      (job_id, job_type, execution_time, duration_ms, status, error_message, created_at, run, queue_delay_ms, worker)
    select job_id, job_type, started_at, duration_ms, $7, error_message, completed_at, run,
           least(greatest(date_part('epoch', started_at - scheduled_time) * 1000, 0), 2147483647)::integer, worker
    from ended
  )
  select place from finished where not exists (select from ended where ended.place = finished.place)`,
);
