import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface RenewedRow {
  readonly job_id: string;
  readonly lease_token: string;
  /** Set when an operator wants the run to end. */
  readonly cancel_reason: string | null;
}

export interface Renewal {
  readonly jobIds: readonly string[];
  readonly leaseTokens: readonly string[];
  readonly leaseMs: number;
}

/** Renews the leases of one process, all in one statement. A run that does not come back has lost its own. */
export async function renewLeases(queryable: Queryable, renewal: Renewal): Promise<readonly RenewedRow[]> {
  return queryable.run(RENEW_LEASES, [renewal.jobIds, renewal.leaseTokens, renewal.leaseMs]);
}

// A lease whose time is over but that nobody took is renewed too: the token decides, not the clock.
//
// Rows that their run's end is locking are waited for. About the missing question for the state see finish-runs.
export const RENEW_LEASES: Statement<RenewedRow> = statement(
  "renew-leases",
  ["job_id", "lease_token", "cancel_reason"],
  `
  update scheduled_jobs as job
  set lease_until = clock_timestamp() + $3::float8 * interval '1 millisecond'
  from unnest($1::text[], $2::uuid[]) as held (job_id, lease_token)
  where job.job_id = held.job_id and job.lease_token = held.lease_token
  returning job.job_id, job.lease_token, job.cancel_reason`,
);
