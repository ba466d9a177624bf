-- One row about this database: whether a sandbox or a live bot lives in it, and whether user_profiles is ours.
-- Locks nothing that exists.
create table rekindle_instance (
  only_row boolean primary key default true check (only_row),
  mode varchar(20) check (mode in ('sandbox', 'live')),
  owns_user_profiles boolean not null default false
);

insert into rekindle_instance default values;
