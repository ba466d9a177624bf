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
-- The index by type serves operators, who look for what failed among much that did not. Partial: one over all rows would be written
-- at each change of state.
drop index idx_scheduled_jobs_type;
create index idx_scheduled_jobs_type on scheduled_jobs (job_type) where status = 'failed';

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
