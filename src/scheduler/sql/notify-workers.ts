import { type Queryable, type Statement, statement } from "../../database/index.ts";

export interface NotifiedRow {
  readonly told: number;
}

/** Tells other processes. Takes a lock that all commits with a notification share, so it is not called often. */
export async function notifyWorkers(queryable: Queryable, notifications: readonly string[]): Promise<void> {
  await queryable.run(NOTIFY_WORKERS, [notifications]);
}

export const NOTIFY_WORKERS: Statement<NotifiedRow> = statement(
  "notify-workers",
  ["told"],
  `
  select count(pg_notify('rekindle_jobs', notification))::integer as told
  from unnest($1::text[]) as notification`,
);
