-- An embedded database can be carried to a server: one of the two is marked `moving` while that is not finished, the other `moved`
-- afterwards. No program starts on either. Locks one row's table for a moment.
alter table rekindle_instance
  drop constraint rekindle_instance_mode_check,
  add constraint rekindle_instance_mode_check check (mode in ('sandbox', 'live', 'moving', 'moved'));
