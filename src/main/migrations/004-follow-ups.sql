-- What waits to leave, what left, why it was decided so, and who ordered it.
create table outbound_messages (
  -- also the nonce and part of the buttons' ids on the platform
  outbound_id varchar(22) primary key,
  person_id varchar(255) not null,
  -- queued → sending → sent or unknown; queued → withdrawn. dry_run is made and never leaves.
  status varchar(20) not null check (status in ('queued', 'sending', 'sent', 'withdrawn', 'unknown', 'dry_run')),
  place jsonb not null,
  text text not null,
  buttons jsonb not null,
  kind varchar(30) not null,
  context_data jsonb not null,
  memory_id varchar(22),
  order_id varchar(22),
  queued_at timestamptz not null,
  -- real time by the database's clock, since a platform's memory of a nonce does not follow a clock that is wound
  sending_since timestamptz,
  sent_at timestamptz,
  reacted_at timestamptz,
  platform_message_id varchar(255),
  end_reason varchar(50)
);
create index idx_outbound_person on outbound_messages (person_id, queued_at desc);
create index idx_outbound_open on outbound_messages (status) where status in ('queued', 'sending');

create index idx_outbound_texts on outbound_messages (queued_at) where text <> '';

create table follow_up_history (
  id serial primary key,
  user_id varchar(255) not null,
  message_sent text not null,
  context_data jsonb,
  sent_at timestamptz not null default now(),
  response_received boolean default false,
  response_time timestamptz,
  outbound_id varchar(22) unique,
  thumb varchar(4) check (thumb in ('up', 'down'))
);
create index idx_follow_up_user_time on follow_up_history (user_id, sent_at);

create index idx_follow_up_texts on follow_up_history (sent_at) where message_sent <> '';

create table follow_up_decisions (
  decision_id varchar(22) primary key,
  person_id varchar(255) not null,
  stage varchar(10) not null check (stage in ('due', 'sending')),
  outcome varchar(10) not null check (outcome in ('send', 'wait', 'keep', 'suppress')),
  reason_code varchar(50) not null,
  decided_at timestamptz not null,
  wait_until timestamptz,
  job_id varchar(255),
  outbound_id varchar(22),
  order_id varchar(22),
  kind varchar(30)
);
create index idx_decisions_person on follow_up_decisions (person_id, decision_id desc);

create index idx_decisions_age on follow_up_decisions (decided_at);

create table follow_up_orders (
  order_id varchar(22) primary key,
  person_id varchar(255) not null,
  ordered_by varchar(255) not null,
  -- null for an operator's; a server administrator's goes into that server only
  server_id varchar(255),
  status varchar(20) not null check (status in ('waiting', 'queued', 'sent', 'ended')),
  ordered_at timestamptz not null,
  due_at timestamptz not null,
  end_reason varchar(50)
);
create index idx_orders_person on follow_up_orders (person_id) where status in ('waiting', 'queued');
