-- What all processes of a bot decide together: whether follow-ups are paused, which direct chats are open and how many may be
-- opened; and agreements that ended without a no. Locks person_settings and memories for a moment.

-- Follow-ups are paused while paused_at is set.
create table follow_up_pause (
  only_row boolean primary key default true check (only_row),
  paused_at timestamptz,
  paused_by varchar(255)
);
insert into follow_up_pause default values;

-- The platform's channel of each direct chat that was opened.
create table direct_chats (
  person_id varchar(255) primary key,
  channel_id varchar(255) not null,
  opened_at timestamptz not null
);
create index idx_direct_chats_channel on direct_chats (channel_id);

-- One row, so that two who take an opening at the same moment see each other. Real time by the database's clock.
create table direct_chat_budget (
  only_row boolean primary key default true check (only_row),
  openings timestamptz[] not null default '{}',
  held_until timestamptz,
  hold_reason varchar(255)
);
insert into direct_chat_budget default values;

-- A yes for a place that is no more, or that the person left. It counts as not asked: nobody said no.
create table consent_ends (
  consent_id varchar(22) primary key references consents (consent_id) on delete cascade,
  ended_at timestamptz not null,
  end_reason varchar(50) not null
);

-- The server in which an administrator wants the question put once more; null: anywhere.
alter table person_settings add column ask_again_server varchar(255);

-- A platform tells of each message that is changed or deleted, kept or not.
create index idx_memories_source on memories (source_message_id);
