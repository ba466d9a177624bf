import { type Database } from "../../../../src/database/index.ts";
import { query, values } from "../../../product-database.ts";

/** Between a statement and the commit of what it belongs to; in the order in which a message goes through them. */
export const TRAPS = ["enqueue", "mark", "sent", "history", "end"] as const;
/** A step in the database at which a process can be held. */
export type Trap = (typeof TRAPS)[number];

// Whoever comes to a trap that is set waits until it is not. And which process is which worker is written down.
const SCHEMA = `
  create table attack_traps (point text primary key);
  create table attack_workers (worker text primary key, process text not null);
  create function attack_wait() returns trigger language plpgsql as $$
  begin
    while exists (select from attack_traps where point = tg_argv[0]) loop
      perform pg_sleep(0.02);
    end loop;
    return new;
  end $$;
  create function attack_note_worker() returns trigger language plpgsql as $$
  begin
    insert into attack_workers values (new.worker, current_setting('application_name')) on conflict do nothing;
    return new;
  end $$;
  create trigger attack_enqueue after insert on outbound_messages
    for each row execute function attack_wait('enqueue');
  create trigger attack_mark after update on outbound_messages
    for each row when (new.status = 'sending' and old.status = 'queued') execute function attack_wait('mark');
  create trigger attack_sent after update on outbound_messages
    for each row when (new.status = 'sent' and old.status = 'sending') execute function attack_wait('sent');
  create trigger attack_history after insert on follow_up_history
    for each row execute function attack_wait('history');
  create trigger attack_end after insert on job_execution_history
    for each row when (new.job_type = 'deliver_message' and new.status = 'completed') execute function attack_wait('end');
  create trigger attack_workers after update on scheduled_jobs
    for each row when (new.worker is not null and new.worker is distinct from old.worker) execute function attack_note_worker();
`;

interface Point {
  readonly point: string;
}
const SET = query<Point>(["point"], "insert into attack_traps values ($1) returning point");
const RELEASE = query<Point>(["point"], "delete from attack_traps returning point");
const EXPIRE = query<{ jobId: string }>(
  ["jobId"],
  `update scheduled_jobs set lease_until = clock_timestamp() - interval '1 second'
   where status = 'running' and worker in (select worker from attack_workers where process = $1) returning job_id as "jobId"`,
);
const LET_FORGET = query<{ outboundId: string }>(
  ["outboundId"],
  `update outbound_messages set sending_since = sending_since - interval '3 minutes' where status = 'sending' returning outbound_id as "outboundId"`,
);

/** Puts the traps into the database; none of them is set. */
export async function buildTraps(database: Database): Promise<void> {
  await database.transaction((transaction) => transaction.script(SCHEMA));
}

/** From now on whoever comes there is held. */
export async function setTrap(database: Database, trap: Trap): Promise<void> {
  await database.run(SET, [trap]);
}

/** Whoever is held goes on. */
export async function releaseTraps(database: Database): Promise<void> {
  await database.run(RELEASE);
}

/** The processes that are held, by the name that they gave the database. */
export function heldProcesses(database: Database): Promise<readonly string[]> {
  return values<string>(
    database,
    `select distinct application_name as value from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
  );
}

/** The process that runs the delivery of a message; `null`: none does. */
export async function processDelivering(database: Database, outboundId: string): Promise<string | null> {
  const [process] = await values<string>(
    database,
    `select process as value from scheduled_jobs join attack_workers using (worker) where job_key = $1 and status = 'running'`,
    [outboundId],
  );
  return process ?? null;
}

/** As if the 30 seconds had passed for which a dead process is waited for. */
export async function expireLeases(database: Database, process: string): Promise<void> {
  await database.run(EXPIRE, [process]);
}

/** As if more than two minutes had passed since messages that are on their way were handed over. True only where nobody hands over more. */
export async function letNoncesExpire(database: Database): Promise<void> {
  await database.run(LET_FORGET);
}

/** Whether all work that is under way or due is the dead process's: then nobody else hands anything over. */
export async function othersAreAtRest(database: Database, dead: string): Promise<boolean> {
  const [busy = 0] = await values<number>(
    database,
    `select count(*)::integer as value from scheduled_jobs left join attack_workers using (worker)
     where (status = 'running' and process is distinct from $1)
       or (status = 'pending' and scheduled_time <= clock_timestamp())`,
    [dead],
  );
  return busy === 0;
}
