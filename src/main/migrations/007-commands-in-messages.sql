-- Commands that came as messages. Several processes hear each of them: who writes the row carries it out, the others do nothing. An id
-- and no more is kept, for a day. Makes a new table only, so it waits for nobody.
create table taken_commands (
  message_id varchar(255) primary key,
  taken_at timestamptz not null default clock_timestamp()
);
