-- People, what they chose, and what they agreed to.
-- user_profiles may be a host's: it is made only where it is missing, and where it is there the three columns are added, for
-- which it is locked for a moment; after 5 seconds of waiting we go on without them and the program warns.
do $$
begin
  if to_regclass('user_profiles') is null then
    create table user_profiles (user_id varchar(255) primary key);
    update rekindle_instance set owns_user_profiles = true;
  end if;
  set local lock_timeout = '5s';
  begin
    alter table user_profiles
      add column if not exists follow_ups_enabled boolean default true,
      add column if not exists last_follow_up_sent timestamptz,
      add column if not exists follow_up_frequency_hours integer default 48;
  exception when lock_not_available or insufficient_privilege or wrong_object_type then
    null;
  end;
end $$;

-- Before a yes and after a no nothing more is kept here of a person than these counts and times; the name comes with the yes.
create table people (
  person_id varchar(255) primary key,
  name varchar(255),
  message_count integer not null default 0,
  talk_count integer not null default 0,
  talk_message_count integer not null default 0,
  last_message_at timestamptz
);

-- What a person chose. Null where they chose nothing. This table is written first; user_profiles follows it.
create table person_settings (
  person_id varchar(255) primary key,
  follow_ups_enabled boolean,
  follow_up_frequency_hours integer not null default 48 check (follow_up_frequency_hours > 0),
  last_follow_up_sent timestamptz,
  question_asked_at timestamptz,
  ask_again boolean not null default false,
  snoozed_until timestamptz,
  -- set where there were signs that a person is in danger: nothing is sent of our own accord
  frozen_at timestamptz,
  time_zone varchar(64)
);

-- Who decided what about follow-ups, when, how, on which words, for which place. The newest row of a person holds.
create table consents (
  consent_id varchar(22) primary key,
  sequence bigserial not null,
  person_id varchar(255) not null,
  decision varchar(20) not null check (decision in ('granted', 'topics_only', 'refused')),
  mechanism varchar(30) not null,
  text_version varchar(50) not null,
  language varchar(10) not null,
  place jsonb not null,
  decided_at timestamptz not null
);
create index idx_consents_person on consents (person_id, sequence desc);

-- A record of what was agreed is worth nothing if it can be changed: rows are added, and deleted with their person, never updated.
create function rekindle_refuse_update() returns trigger language plpgsql as $$
begin
  raise exception 'consents are append-only';
end $$;
create trigger consents_append_only before update on consents
  for each row execute function rekindle_refuse_update();
