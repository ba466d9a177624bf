-- What a host knows of a person that moments are chosen by: it is asked when a follow-up is due, and kept so that planning need not
-- ask. Locks person_settings for a moment.
alter table person_settings add column host_time_zone varchar(64);
