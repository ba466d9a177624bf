-- The sandbox platform's own storage: it stands for what Discord keeps, so it lies outside our retention.
create table sandbox_clock (
  only_row boolean primary key default true check (only_row),
  offset_ms bigint not null default 0
);
insert into sandbox_clock default values;

create table sandbox_people (
  name varchar(32) primary key,
  made_at timestamptz not null
);

create table sandbox_messages (
  sequence bigserial primary key,
  message_id varchar(22) not null unique,
  channel varchar(20) not null,
  -- whose direct chat it is; null in a channel
  dm_with varchar(32),
  -- the only person who sees it; null where all do
  only_for varchar(32),
  author_id varchar(32) not null,
  author_name varchar(64) not null,
  author_bot boolean not null,
  text text not null,
  buttons jsonb not null,
  nonce varchar(25) unique,
  sent_at timestamptz not null
);
create index idx_sandbox_messages_channel on sandbox_messages (channel, sequence);
