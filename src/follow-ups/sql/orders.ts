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
