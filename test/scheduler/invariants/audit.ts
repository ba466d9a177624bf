import { type Database, type Queryable, statement } from "../../../src/database/index.ts";
import type { Change, Evidence, FinalJob, FinalRun, RowState } from "./evidence.ts";

/**
 * A trigger that writes down every change of a job's row, in the transaction that makes it. Renewals of leases are left out:
 * they change nothing else.
 */
const AUDIT = `
  create table chaos_effects (job_id text not null, run integer not null, number integer not null);
  create table chaos_changes (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    before jsonb,
    after jsonb
  );
  create function chaos_write_down() returns trigger language plpgsql as $$
    begin
      insert into chaos_changes (before, after)
        values (case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
      return null;
    end
  $$;
  create trigger chaos_insert after insert or delete on scheduled_jobs for each row execute function chaos_write_down();
  create trigger chaos_update after update on scheduled_jobs for each row
    when ((old.status, old.run, old.lease_token, old.scheduled_time, old.request, old.payload, old.crash_count)
      is distinct from (new.status, new.run, new.lease_token, new.scheduled_time, new.request, new.payload, new.crash_count))
    execute function chaos_write_down()`;

/** Begins to write down. The scheduler's tables have to be there. */
export async function beginAudit(database: Database): Promise<void> {
  await database.transaction((transaction) => transaction.script(AUDIT));
}

interface ChangeRow {
  readonly id: number;
  readonly at_us: number;
  readonly job_id: string;
  readonly job_type: string;
  readonly job_key: string | null;
  readonly before: RowState | null;
  readonly after: RowState | null;
}

const state = (row: string): string => `case when ${row} is not null then jsonb_build_object(
  'status', ${row} ->> 'status', 'run', ${row} -> 'run', 'leaseToken', ${row} ->> 'lease_token',
  'leaseUntilUs', extract(epoch from (${row} ->> 'lease_until')::timestamptz) * 1000000,
  'dueUs', extract(epoch from (${row} ->> 'scheduled_time')::timestamptz) * 1000000,
  'request', ${row} -> 'request', 'number', ${row} -> 'payload' -> 'number', 'crashes', ${row} -> 'crash_count', 'reason', ${row} ->> 'error_message') end`;

const READ_CHANGES = statement<ChangeRow>(
  "chaos-read-changes",
  ["id", "at_us", "job_id", "job_type", "job_key", "before", "after"],
  `select id, extract(epoch from at) * 1000000 as at_us, coalesce(after, before) ->> 'job_id' as job_id,
          coalesce(after, before) ->> 'job_type' as job_type, coalesce(after, before) ->> 'job_key' as job_key,
          ${state("before")} as before, ${state("after")} as after
   from chaos_changes order by id`,
);

const READ_JOBS = statement<FinalJob>(
  "chaos-read-jobs",
  ["jobId", "jobType", "key", "status", "run", "retryCount", "maxRetries", "crashes", "errorMessage", "number", "act"],
  `select job_id as "jobId", job_type as "jobType", job_key as key, status, run, retry_count as "retryCount",
          max_retries as "maxRetries", crash_count as crashes, error_message as "errorMessage",
          (payload -> 'number')::integer as number, payload ->> 'act' as act
   from scheduled_jobs`,
);

const READ_HISTORY = statement<FinalRun>(
  "chaos-read-history",
  ["jobId", "run", "status", "errorMessage"],
  `select job_id as "jobId", run, status, error_message as "errorMessage" from job_execution_history order by execution_id`,
);

const READ_EFFECTS = statement<Evidence["effects"][number]>(
  "chaos-read-effects",
  ["jobId", "run", "number"],
  `select job_id as "jobId", run, number from chaos_effects`,
);

/** What the database knows. */
export async function readDatabaseEvidence(
  database: Queryable,
): Promise<Pick<Evidence, "changes" | "jobs" | "history" | "effects">> {
  const rows = await database.run(READ_CHANGES);
  return {
    changes: rows.map(toChange),
    jobs: await database.run(READ_JOBS),
    history: await database.run(READ_HISTORY),
    effects: await database.run(READ_EFFECTS),
  };
}

function toChange({
  id,
  at_us: atUs,
  job_id: jobId,
  job_type: jobType,
  job_key: key,
  before,
  after,
}: ChangeRow): Change {
  return { id, atUs, jobId, jobType, key, before, after };
}

interface QuietRow {
  readonly waiting: number;
  readonly running: number;
}

/** How many jobs wait, due or not, and how many run. */
export const COUNT_OPEN = statement<QuietRow>(
  "chaos-count-open",
  ["waiting", "running"],
  `select count(*) filter (where status = 'pending')::integer as waiting,
          count(*) filter (where status = 'running')::integer as running
   from scheduled_jobs where status in ('pending', 'running')`,
);

/** Keys under which more than one job waits, whatever the indexes say. */
export const FIND_DOUBLE_KEYS = statement<{ readonly subject: string; readonly jobs: string }>(
  "chaos-find-double-keys",
  ["subject", "jobs"],
  `select job_type || '/' || job_key as subject, string_agg(job_id, ', ') as jobs
   from scheduled_jobs where status = 'pending' and job_key is not null
   group by job_type, job_key having count(*) > 1`,
);
