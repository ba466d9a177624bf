-- What sort of matter an open thread is, how sure that is, and when one may ask about it. Adds columns without a default that rewrites the
-- table, so it holds its lock for a moment; the rows of open threads, a few a person, are filled in at once.
alter table memories
  add column thread_kind varchar(20) check (thread_kind in ('event', 'waiting', 'plan', 'goal', 'promise', 'recurring')),
  add column confidence real,
  add column ask_at timestamptz;
update memories set thread_kind = 'event', confidence = 0.7, ask_at = coalesce(matters_at + interval '12 hours', noted_at)
where kind = 'open_thread';
