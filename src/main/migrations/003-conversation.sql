-- What was said, and what is known from it. Each row knows the place it comes from and when it must go.
create table messages (
  message_id varchar(255) primary key,
  person_id varchar(255) not null,
  author varchar(10) not null check (author in ('person', 'bot')),
  author_name varchar(255) not null,
  place jsonb not null,
  text text not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null
);
create index idx_messages_person on messages (person_id, sent_at desc);
create index idx_messages_expiry on messages (expires_at);

create table memories (
  memory_id varchar(22) primary key,
  person_id varchar(255) not null,
  kind varchar(20) not null check (kind in ('open_thread', 'interest', 'mood', 'topic')),
  -- what reads well in a sentence ("your biology exam"); of a mood, its name
  phrase varchar(200) not null,
  tender boolean not null default false,
  place jsonb not null,
  source_message_id varchar(255) not null,
  noted_at timestamptz not null,
  matters_at timestamptz,
  stale_at timestamptz not null,
  asked_at timestamptz
);
create index idx_memories_person on memories (person_id, noted_at desc);
create index idx_memories_stale on memories (stale_at);

-- The times at which a person wrote, to the minute: they tell at which hours one may write to somebody whose zone is unknown.
create table activity_times (
  person_id varchar(255) not null,
  active_at timestamptz not null,
  primary key (person_id, active_at)
);
