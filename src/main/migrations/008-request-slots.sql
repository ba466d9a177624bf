-- What all processes of a bot have booked of the requests that its platform takes. Makes a new table only, so it waits for nobody.

-- One row, made by the first booking. Unlogged, since a booking is over within a second: it costs no write to disk, and after a crash of
-- the server, or on one that takes over, the row is made anew.
create unlogged table request_slots (
  only_row boolean primary key default true check (only_row),
  next_at timestamptz not null
);
