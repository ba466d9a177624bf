-- For bots of many processes that meet at another server too, such as Redis. Each table has one row; both are locked for a moment.

-- A name for this bot that nobody else has: its processes find each other by it where several bots share a server.
alter table rekindle_instance add column bot_id uuid not null default gen_random_uuid();

-- Until when the slots for requests are booked somewhere else, and not here.
alter table request_slots add column kept_elsewhere_until timestamptz;
