import { statement } from "../../database/index.ts";
import type { Place } from "../../vocabulary/index.ts";

export interface AskedCheckInRow {
  readonly place: Place;
  readonly askedAt: Date;
}

// Asked twice is asked once: the first moment holds, so that nobody puts it off by pressing again.
export const insertAskedCheckIn = statement(
  "insert_asked_check_in",
  [],
  `insert into asked_check_ins (person_id, place, asked_at) values ($1, $2::jsonb, $3) on conflict (person_id) do nothing`,
);

export const selectAskedCheckIn = statement<AskedCheckInRow>(
  "select_asked_check_in",
  ["place", "askedAt"],
  `select place, asked_at as "askedAt" from asked_check_ins where person_id = $1`,
);

export const deleteAskedCheckIn = statement(
  "delete_asked_check_in",
  [],
  `delete from asked_check_ins where person_id = $1`,
);
