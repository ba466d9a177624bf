import type { Database } from "../../../src/database/index.ts";
import { DAY_MS, HOUR_MS } from "../../../src/kernel/index.ts";
import { query, values } from "../../product-database.ts";
import type { Talker } from "./people.ts";

/** What a stopped program's database says of all that happened. */
export interface Evidence {
  /** Promises that were not kept, each in a sentence. */
  readonly broken: readonly string[];
  readonly followUps: number;
  /** As far as they are still known: history is kept for 30 days. */
  readonly crashedRuns: Readonly<Record<string, number>>;
  readonly mostCrashesOfAJob: number;
  readonly days: number;
}

/** Statements that find what must not be; `value` says which. */
const NEVER: Readonly<Record<string, string>> = {
  "a follow-up that was sent is not in the chat once": `select outbound_id as value from outbound_messages o where status = 'sent'
       and (select count(*) from sandbox_messages m where m.nonce = o.outbound_id) <> 1`,
  "a follow-up that is in the chat was not recorded as sent": `select nonce as value from sandbox_messages where nonce is not null
       and not exists (select from outbound_messages where outbound_id = nonce and status = 'sent')`,
  "a follow-up that was sent is not in the history once": `select outbound_id as value from outbound_messages o where status = 'sent'
       and (select count(*) from follow_up_history h where h.outbound_id = o.outbound_id) <> 1`,
  "the history has a follow-up that was not sent": `select coalesce(outbound_id, id::text) as value from follow_up_history h
       where not exists (select from outbound_messages o where o.outbound_id = h.outbound_id and o.status = 'sent')`,
  "a message is stuck on its way": `select outbound_id || ' ' || status as value from outbound_messages where status in ('queued', 'sending', 'unknown')`,
  "something was asked about twice": `select memory_id as value from outbound_messages where status = 'sent' and memory_id is not null group by memory_id having count(*) > 1`,
  "a decision to send came to nothing": `select decision_id as value from follow_up_decisions d where outcome = 'send' and stage = 'due'
       and not exists (select from outbound_messages o where o.outbound_id = d.outbound_id)`,
  "a job was left running": `select job_id as value from scheduled_jobs where status = 'running'`,
  "a job failed": `select job_id || ' ' || job_type || ' ' || coalesce(error_message, '') as value from scheduled_jobs where status = 'failed'`,
  "a run of a job left no trace": `select job_id as value from scheduled_jobs j where completed_at is not null and created_at > (select max(created_at) from scheduled_jobs) - interval '20 days'
       and (select count(*) from job_execution_history h where h.job_id = j.job_id) <> j.run`,
  "a sent follow-up is missing in what the bot remembers of the talk": `select outbound_id as value from outbound_messages o where status = 'sent' and sent_at > (select max(sent_at) from outbound_messages) - interval '20 days'
       and not exists (select from messages m where m.message_id = o.platform_message_id)`,
};

interface Sent {
  readonly person: string;
  readonly text: string;
  readonly at: Date;
}

const SENT = query<Sent>(
  ["person", "text", "at"],
  `select dm_with as person, text, sent_at as at from sandbox_messages where nonce is not null and dm_with is not null order by sequence`,
);
const CRASHES = query<{ type: string; runs: number }>(
  ["type", "runs"],
  `select job_type as type, count(*) as runs from job_execution_history where status = 'crashed' group by job_type order by job_type`,
);

/** Looks in a stopped program's database for what must not be. */
export async function examine(
  database: Database,
  { talkers, begunAt }: { readonly talkers: readonly Talker[]; readonly begunAt: number },
): Promise<Evidence> {
  const sent = await database.run(SENT);
  const [end = 0] = await values<number>(
    database,
    "select extract(epoch from clock_timestamp())::float8 * 1000 + offset_ms as value from sandbox_clock",
  );
  const [mostCrashesOfAJob = 0] = await values<number>(
    database,
    "select coalesce(max(crash_count), 0) as value from scheduled_jobs",
  );
  const crashes = await database.run(CRASHES);
  return {
    broken: [
      ...(await findNever(database)),
      ...findTooClose(sent),
      ...talkers.flatMap((talker) => findUnasked(talker, sent, end)),
    ],
    followUps: sent.length,
    crashedRuns: Object.fromEntries(crashes.map(({ type, runs }) => [type, runs])),
    mostCrashesOfAJob,
    days: Math.round((end - begunAt) / DAY_MS),
  };
}

async function findNever(database: Database): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [sentence, sql] of Object.entries(NEVER)) {
    for (const value of await values<string>(database, sql)) {
      broken.push(`${sentence}: ${value}`);
    }
  }
  return broken;
}

/** Everybody's gap between two follow-ups is two days. */
function findTooClose(sent: readonly Sent[]): readonly string[] {
  return sent.flatMap(({ person, at }, index) => {
    const before = sent.slice(0, index).findLast((other) => other.person === person);
    return before !== undefined && at.getTime() - before.at.getTime() < 47 * HOUR_MS
      ? [`two follow-ups to ${person} at ${before.at.toISOString()} and ${at.toISOString()}`]
      : [];
  });
}

/** What somebody told is asked about once, unless it was told only just now. */
function findUnasked({ name, told }: Talker, sent: readonly Sent[], end: number): readonly string[] {
  return told.flatMap(({ matter, at }) => {
    const asked = sent.filter(({ person, text }) => person === name && text.includes(matter)).length;
    const late = end - Date.parse(at) > 6 * DAY_MS;
    return asked > 1 || (asked === 0 && late)
      ? [`${name} told of their ${matter} at ${at} and was asked ${asked} times`]
      : [];
  });
}
