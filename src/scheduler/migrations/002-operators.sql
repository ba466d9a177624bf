-- What operators and several processes need: cancelling a run in progress, pausing a type, and indexes that cost a job less.
--
-- Locks: scheduled_jobs against everybody for as long as two indexes take to build, seconds for a million rows.

-- Set while a run is asked to end by an operator. Whatever leads the run back to pending ends it as cancelled instead.
alter table scheduled_jobs add column cancel_reason text;

-- Types whose jobs wait until an operator resumes them.
create table paused_job_types (
  job_type varchar(100) primary key,
  paused_at timestamptz not null
);

-- What is due next of each type. Claims go by it, so neither a paused type nor one that nobody here knows slows the others, however
-- many of its jobs are overdue.
create index idx_scheduled_jobs_due on scheduled_jobs (job_type, scheduled_time) where status = 'pending';
-- Whoever looks for what waits has the index above, so the one by moment serves those who look for what runs; the one by type those who
-- look for what failed. Partial: an index over all rows would be written at each change of state. Without `lease_until` in an index, a
-- heartbeat touches none.
drop index idx_scheduled_jobs_time_status;
drop index idx_scheduled_jobs_lease;
create index idx_scheduled_jobs_time_status on scheduled_jobs (scheduled_time, status) where status = 'running';
drop index idx_scheduled_jobs_type;
create index idx_scheduled_jobs_type on scheduled_jobs (job_type) where status = 'failed';
-- Retention goes through the primary key once a day: cheaper than one more index entry with each job that ends.
drop index idx_scheduled_jobs_completed;

-- What a row may be in each state, asked at each of its changes: once instead of five times.
alter table scheduled_jobs
  drop constraint scheduled_jobs_status_known,
  drop constraint scheduled_jobs_running_has_lease,
  drop constraint scheduled_jobs_lease_has_end,
  drop constraint scheduled_jobs_running_has_start,
  drop constraint scheduled_jobs_finished_has_end,
  add constraint scheduled_jobs_state_fits check (case
    when status = 'pending' then lease_token is null and lease_until is null and completed_at is null
    when status = 'running' then lease_token is not null and lease_until is not null and completed_at is null and started_at is not null
    when status in ('completed', 'failed', 'cancelled') then lease_token is null and lease_until is null and completed_at is not null
    else false end);

-- Each run writes three versions of its row. Room for them on its own page spares a tenth of the write-ahead log, and early
-- vacuuming keeps the index of what is due from growing with what was. The figures are in bench/README.md.
alter table scheduled_jobs set (
  fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_analyze_scale_factor = 0.05
);

-- Ids, types and keys are compared byte by byte: they are nobody's words. By a language's rules each comparison costs several times
-- as much, and a third of a run's whole cost was comparisons.
alter table scheduled_jobs
  alter column job_id type varchar(255) collate "C",
  alter column job_type type varchar(100) collate "C",
  alter column job_key type varchar(255) collate "C";
alter table job_execution_history alter column job_id type varchar(255) collate "C";
