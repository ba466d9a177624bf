-- What a killed process leaves undone, so that another one does it. Makes new tables only, so it waits for nobody.

-- Answers that are owed to messages: written with the message, deleted when the platform has taken the answer. Ids, and no words.
-- Moments are real time, by the database's clock.
create table owed_answers (
  message_id varchar(255) primary key,
  person_id varchar(255) not null,
  -- the fixed words for somebody who seems to be in danger
  crisis boolean not null,
  -- what the model answers
  reply boolean not null,
  -- the permission question
  question boolean not null,
  -- until then a process has it in hand
  held_until timestamptz not null
);
create index idx_owed_questions on owed_answers (person_id) where question;

-- Until when each connection to the chat platform surely heard everything.
create table heard_until (
  listener varchar(255) primary key,
  heard_at timestamptz not null
);
