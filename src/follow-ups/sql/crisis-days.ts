import { statement } from "../../database/index.ts";

export const countCrisisOpening = statement(
  "count_crisis_opening",
  [],
  `insert into crisis_days (day, openings) values (($1::timestamptz at time zone 'UTC')::date, 1)
   on conflict (day) do update set openings = crisis_days.openings + 1`,
);

export const sumCrisisOpenings = statement<{ readonly openings: number }>(
  "sum_crisis_openings",
  ["openings"],
  `select coalesce(sum(openings), 0)::integer as "openings" from crisis_days
   where day > ($1::timestamptz at time zone 'UTC')::date - $2::integer`,
);
