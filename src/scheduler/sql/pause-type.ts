import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface PauseChangeRow {
  readonly job_type: string;
}

/** Has the jobs of a type wait. `false`: they did already. */
export async function pauseType(
  queryable: Queryable,
  { jobType, now }: { readonly jobType: string; readonly now: Date | null },
): Promise<boolean> {
  const rows = await queryable.run(PAUSE_TYPE, [jobType, now]);
  return rows.length > 0;
}

export const PAUSE_TYPE: Statement<PauseChangeRow> = statement(
  "pause-type",
  ["job_type"],
  `
  insert into paused_job_types (job_type, paused_at)
  values ($1, coalesce($2::timestamptz, clock_timestamp()))
  on conflict (job_type) do nothing
  returning job_type`,
);
