import { statement } from "../../database/index.ts";
import type { BookedSlots } from "../../delivery/index.ts";

// All in one row: whoever waits for it goes on from what the other one wrote. Real time, since the platform's patience follows no clock
// that is wound. Nobody books a minute ahead: a row that says so was written by a clock that has been put back since.
export const bookRequestSlots = statement<BookedSlots>(
  "book_request_slots",
  ["firstAtMs", "nowMs"],
  `insert into request_slots as slots (next_at) values (clock_timestamp() + ($1::float8 + $2::float8) * interval '1 millisecond')
   on conflict (only_row) do update set next_at = $1 * interval '1 millisecond' + greatest(
     case when slots.next_at < clock_timestamp() + interval '1 minute' then slots.next_at end,
     clock_timestamp() + $2 * interval '1 millisecond')
   where coalesce(slots.kept_elsewhere_until, '-infinity') <= clock_timestamp()
   returning extract(epoch from slots.next_at)::float8 * 1000 - $1 as "firstAtMs",
     extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs"`,
);

export const keepSlotsElsewhere = statement<{ readonly busyForMs: number }>(
  "keep_request_slots_elsewhere",
  ["busyForMs"],
  `insert into request_slots as slots (next_at, kept_elsewhere_until)
   values (clock_timestamp(), clock_timestamp() + $1::float8 * interval '1 millisecond')
   on conflict (only_row) do update set kept_elsewhere_until = excluded.kept_elsewhere_until
   returning extract(epoch from slots.next_at - clock_timestamp())::float8 * 1000 as "busyForMs"`,
);
