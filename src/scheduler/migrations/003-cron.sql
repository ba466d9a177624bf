-- Schedules that make jobs at the slots of a cron expression.
--
-- Locks: makes a new table only, so it waits for nobody.

create table cron_schedules (
  name varchar(255) primary key,
  expression text not null,
  time_zone varchar(255) not null,

  -- What each slot makes a job of. The payload fits the type's schema; it is the same for every slot.
  job_type varchar(100) not null,
  payload jsonb not null,
  max_retries integer not null,

  -- What becomes of slots that passed while nobody looked: the newest of them fires (`latest`), or none (`skip`).
  catch_up varchar(20) not null,
  -- Whether a slot makes a job beside one of this schedule that waits or runs (`allow`), or passes (`skip`).
  overlap varchar(20) not null,

  -- The newest slot of this expression that fired or passed. Null until there is one.
  last_slot timestamptz,
  -- When it fires next. It only ever moves on, in the statement that fires, from the value that was read: so no slot fires twice,
  -- whoever tries and whatever the clock does. Null while paused, and where no slot is left.
  next_slot timestamptz,
  paused_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,

  constraint cron_schedules_catch_up_known check (catch_up in ('latest', 'skip')),
  constraint cron_schedules_overlap_known check (overlap in ('skip', 'allow')),
  constraint cron_schedules_paused_has_no_next check (paused_at is null or next_slot is null)
);

-- What fires next: asked at each look of each worker.
create index idx_cron_schedules_next on cron_schedules (next_slot) where next_slot is not null;
