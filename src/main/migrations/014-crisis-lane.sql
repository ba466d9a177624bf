-- The crisis lane. Makes new tables only, so it waits for nobody.

-- Who asked, under the words for somebody who seems to be in danger, to be asked in a few days how they are. One row a person, gone as soon as
-- that was done, is too late, or is not wanted any more.
create table asked_check_ins (
  person_id varchar(255) primary key,
  place jsonb not null,
  asked_at timestamptz not null
);

-- How often the lane was opened on a day (UTC). Nobody's name and no words: it is all that operators learn.
create table crisis_days (
  day date primary key,
  openings integer not null
);
