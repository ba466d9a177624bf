import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface RenewedRow {
  readonly lease_token: string;
}

export interface Renewal {
  readonly jobIds: readonly string[];
  readonly leaseTokens: readonly string[];
  readonly leaseMs: number;
}

/** Renews the leases of one process, all in one statement. A token that does not come back is lost. */
export async function renewLeases(queryable: Queryable, renewal: Renewal): Promise<ReadonlySet<string>> {
  const rows = await queryable.run(RENEW_LEASES, [renewal.jobIds, renewal.leaseTokens, renewal.leaseMs]);
  return new Set(rows.map((row) => row.lease_token));
}

// A lease whose time is over but that nobody took is renewed too: the token decides, not the clock.
export const RENEW_LEASES: Statement<RenewedRow> = statement(
  "renew-leases",
  ["lease_token"],
  `
  update scheduled_jobs
  set lease_until = clock_timestamp() + $3::float8 * interval '1 millisecond'
  where job_id = any($1::text[]) and lease_token = any($2::uuid[]) and status = 'running'
  returning lease_token`,
);
