import { statement } from "../../database/index.ts";

export const selectDirectChat = statement<{ readonly channelId: string }>(
  "select_direct_chat",
  ["channelId"],
  `select channel_id as "channelId" from direct_chats where person_id = $1`,
);

export const upsertDirectChat = statement(
  "upsert_direct_chat",
  [],
  `insert into direct_chats (person_id, channel_id, opened_at) values ($1, $2, clock_timestamp())
   on conflict (person_id) do update set channel_id = excluded.channel_id
   where direct_chats.channel_id <> excluded.channel_id`,
);

export const deleteDirectChat = statement("delete_direct_chat", [], `delete from direct_chats where channel_id = $1`);

// All in one row: whoever waits for it looks again at what the other one wrote, which a count over rows would not.
// Real time, since the platform's patience follows no clock that is wound.
export const takeOpening = statement<{ readonly taken: boolean }>(
  "take_direct_chat_opening",
  ["taken"],
  `update direct_chat_budget
   set openings = array(
       select moment from unnest(openings) moment where moment > clock_timestamp() - $2 * interval '1 millisecond' order by moment)
     || clock_timestamp()
   where (held_until is null or held_until <= clock_timestamp())
     and (select count(*) from unnest(openings) moment
       where moment > clock_timestamp() - $2 * interval '1 millisecond') < $1
   returning true as taken`,
);

export interface BudgetRow {
  /** Openings within the time of the budget. */
  readonly taken: number;
  /** Until the next one is free: by the budget, by a hold. */
  readonly waitMs: number;
  readonly heldUntil: Date | null;
  readonly holdReason: string | null;
}

// The opening that has to be forgotten before there is room: of n within the time, the one at n - limit + 1.
export const selectBudget = statement<BudgetRow>(
  "select_direct_chat_budget",
  ["taken", "waitMs", "heldUntil", "holdReason"],
  `select count(moment)::integer as taken,
     greatest(0,
       extract(epoch from (case when count(moment) >= $1::integer
           then (array_agg(moment order by moment))[count(moment)::integer - $1::integer + 1] + $2 * interval '1 millisecond' end)
         - clock_timestamp()) * 1000,
       extract(epoch from held_until - clock_timestamp()) * 1000)::float8 as "waitMs",
     case when held_until > clock_timestamp() then held_until end as "heldUntil",
     case when held_until > clock_timestamp() then hold_reason end as "holdReason"
   from direct_chat_budget
     left join lateral (select m as moment from unnest(openings) m
       where m > clock_timestamp() - $2 * interval '1 millisecond') recent on true
   group by held_until, hold_reason`,
);

export const holdOpenings = statement(
  "hold_direct_chat_openings",
  [],
  `update direct_chat_budget set
     hold_reason = case when held_until > clock_timestamp() + $1 * interval '1 millisecond' then hold_reason else $2 end,
     held_until = greatest(held_until, clock_timestamp() + $1 * interval '1 millisecond')`,
);
