import { statement } from "../../database/index.ts";
import type { PersonId, ReasonCode } from "../../vocabulary/index.ts";

/** `waiting` (made) → `queued` (its message is on its way) → `sent`; either → `ended` with a reason. */
export type OrderStatus = "waiting" | "queued" | "sent" | "ended";

export interface OrderRow {
  readonly orderId: string;
  readonly personId: PersonId;
  readonly orderedBy: PersonId;
  readonly serverId: string | null;
  readonly status: OrderStatus;
  readonly orderedAt: Date;
  readonly dueAt: Date;
  readonly endReason: ReasonCode | null;
}

const COLUMNS = ["orderId", "personId", "orderedBy", "serverId", "status", "orderedAt", "dueAt", "endReason"] as const;
const RETURNED = `order_id as "orderId", person_id as "personId", ordered_by as "orderedBy", server_id as "serverId", status,
  ordered_at as "orderedAt", due_at as "dueAt", end_reason as "endReason"`;

export const insertOrder = statement(
  "insert_order",
  [],
  `insert into follow_up_orders (order_id, person_id, ordered_by, server_id, status, ordered_at, due_at)
   values ($1, $2, $3, $4, 'waiting', $5, $6)`,
);

export const selectOrder = statement<OrderRow>(
  "select_order",
  COLUMNS,
  `select ${RETURNED} from follow_up_orders where order_id = $1`,
);

export const selectNextOrder = statement<OrderRow>(
  "select_next_order",
  COLUMNS,
  `select ${RETURNED} from follow_up_orders where person_id = $1 and status = 'waiting' order by due_at, order_id limit 1`,
);

export const moveOrder = statement(
  "move_order",
  [],
  `update follow_up_orders set status = $2, end_reason = $3 where order_id = $1 and status in ('waiting', 'queued')`,
);

export const endWaitingOrders = statement(
  "end_waiting_orders",
  [],
  `update follow_up_orders set status = 'ended', end_reason = $2 where person_id = $1 and status = 'waiting'`,
);

export const deleteOldOrders = statement<{ readonly orderId: string }>(
  "delete_old_orders",
  ["orderId"],
  `delete from follow_up_orders where order_id in (
     select order_id from follow_up_orders where ordered_at <= $1 and status in ('sent', 'ended') limit $2)
   returning order_id as "orderId"`,
);

export const endOrders = statement(
  "end_orders",
  [],
  `update follow_up_orders set status = 'ended', end_reason = $2 where person_id = $1 and status in ('waiting', 'queued')`,
);

export const endOrdersOfServer = statement(
  "end_orders_of_server",
  [],
  `update follow_up_orders set status = 'ended', end_reason = $3
   where person_id = $1 and server_id = $2 and status in ('waiting', 'queued')`,
);

// For autocompletion: the newest whose id holds what was typed; of one server where `$1` names it.
export const selectRecentOrders = statement<{ readonly orderId: string }>(
  "select_recent_orders",
  ["orderId"],
  `select order_id as "orderId" from follow_up_orders
   where ($1::text is null or server_id = $1) and position(lower($2) in lower(order_id)) > 0
   order by ordered_at desc, order_id desc limit $3`,
);

// Rare, and reads the tables whole: a bot seldom leaves a server.
export const selectPeopleIn = statement<{ readonly personId: PersonId }>(
  "select_people_in_place",
  ["personId"],
  `select distinct person_id as "personId" from (
     select person_id, place from messages
     union all select person_id, place from memories
     union all select person_id, place from consents
     union all select person_id, place from outbound_messages
     union all select person_id, jsonb_build_object('serverId', server_id) from follow_up_orders
       where server_id is not null and status in ('waiting', 'queued')) kept
   where ($1::text is null or place->>'serverId' = $1) and ($2::text is null or place->>'channelId' = $2) and person_id > $3
   order by person_id limit $4`,
);
